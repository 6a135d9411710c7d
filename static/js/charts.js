/* Draws every <figure data-chart> from the JSON beside it (shape: docs/charts.md). Without it the table says the same. */
(() => {
  "use strict";

  let label = 14; // px, the text on a chart: as large as its place in the page says
  let decimal = "."; // as the business of the page writes it
  let percent = "%"; // the same
  const NARROW = 480; // px, below it the labels of lines move inside
  const drawn = new Map(); // figure → its Chart
  const NONE = { colors: false, decimation: false, legend: false, subtitle: false, title: false }; // nor asked

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  function tokens() {
    const names = ["ground", "ink", "muted", "line", "promoter", "good", "band"];
    return Object.fromEntries(names.map((name) => [name, token(name)]));
  }

  const font = () => ({ family: getComputedStyle(document.body).fontFamily, size: label });
  const fontText = () => `${label}px ${font().family}`;

  /* Numbers as people read them: a true minus, one decimal for means. */
  function words(value, unit) {
    const digits = unit === "mean" ? 1 : 0;
    const text = Math.abs(value).toFixed(digits);
    return (value < 0 && Number(text) !== 0 ? "−" : "") + text.replace(".", decimal) + (unit === "percent" ? percent : "");
  }

  const given = (value) => value !== null && value !== undefined;
  const flat = (line, length) => (line && given(line.value) ? Array(length).fill(line.value) : []);

  /* The series' points: the last shows, hollow while its period runs; one between two gaps shows too. */
  function radius(values) {
    const last = values.findLastIndex(given);
    return values.map((value, index) => {
      if (!given(value)) return 0;
      if (index === last) return 5;
      return !given(values[index - 1]) && !given(values[index + 1]) ? 4 : 0;
    });
  }

  function datasets(spec, ink) {
    const values = spec.series;
    const thick = label / 14;
    const thin = { pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0 };
    const hollow = (_, index) => (spec.partial && index === values.length - 1 ? ink.ground : ink.promoter);
    return [
      { ...thin, data: spec.high || [], borderWidth: 0, backgroundColor: ink.band, fill: "+1" },
      { ...thin, data: spec.low || [], borderWidth: 0, fill: false },
      { ...thin, data: flat(spec.target, values.length), borderColor: ink.good, borderWidth: 2 * thick, borderDash: [8 * thick, 5 * thick] },
      { ...thin, data: flat(spec.baseline, values.length), borderColor: ink.muted, borderWidth: 2 * thick, borderDash: [2 * thick, 4 * thick] },
      { ...thin, data: spec.way || [], borderColor: ink.good, borderWidth: 1.5 * thick },
      {
        data: values,
        borderColor: ink.promoter,
        borderWidth: 3 * thick,
        borderJoinStyle: "round",
        pointRadius: radius(values).map((size) => size * thick),
        pointHoverRadius: 5,
        pointBorderWidth: 2,
        pointBorderColor: ink.promoter,
        pointBackgroundColor: values.map(hollow),
      },
    ];
  }

  /* Which of the labels under the line are written: the first, every so many, the last. */
  function shown(index, count, width) {
    const every = Math.ceil(count / (width < NARROW ? 2 : 4));
    const last = count - 1;
    return index === last || (index % every === 0 && last - index > every / 2);
  }

  function scales(spec, ink) {
    const count = spec.labels.length;
    const plain = { color: ink.muted, font: font(), maxRotation: 0 };
    return {
      x: {
        offset: count === 1,
        border: { display: false },
        grid: { display: false },
        ticks: {
          ...plain,
          align: count === 1 ? "center" : "inner",
          autoSkip: false,
          callback(_, index) {
            return shown(index, count, this.chart.width) ? spec.labels[index] : "";
          },
        },
      },
      y: {
        min: given(spec.min) ? spec.min : undefined,
        max: given(spec.max) ? spec.max : undefined,
        border: { display: false },
        grid: { color: ink.line, drawTicks: false },
        ticks: { ...plain, maxTicksLimit: spec.step ? 11 : 5, stepSize: spec.step, padding: 12, callback: (value) => words(value, spec.unit) },
      },
    };
  }

  /* Text with a rim of the ground's colour, so that a line behind it does not cross it out. */
  function write(context, text, x, y, colour, ink) {
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = ink.ground;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  /* The names of the flat lines and the height of each: at their ends, or beside them inside where the chart is narrow. */
  function lineNames(chart, spec, ink) {
    const { y } = chart.scales;
    const lines = [[spec.target, ink.good], [spec.baseline, ink.muted]]
      .filter(([line]) => line && given(line.value))
      .map(([line, colour]) => ({ text: line.label, colour, at: y.getPixelForValue(line.value) }))
      .sort((one, two) => one.at - two.at);
    if (chart.width < NARROW) return lines.map((line, index) => ({ ...line, at: line.at + (index === 1 ? label : 2 - label) }));
    const gap = label + 4 - (lines.length === 2 ? lines[1].at - lines[0].at : Infinity);
    if (gap > 0) {
      lines[0].at -= gap / 2;
      lines[1].at += gap / 2;
    }
    return lines;
  }

  function ends(chart, spec, ink) {
    const { ctx: context, chartArea: area } = chart;
    const narrow = chart.width < NARROW;
    context.textAlign = narrow ? "right" : "left";
    for (const { text, colour, at } of lineNames(chart, spec, ink)) {
      write(context, text, area.right + (narrow ? -8 : 12), at, colour, ink);
    }
  }

  /* As much of a text as fits in the room there is. */
  function fitting(context, text, room) {
    let kept = text;
    for (let end = text.length - 1; end > 0 && context.measureText(kept).width > room; end -= 1) {
      kept = `${text.slice(0, end).trimEnd()}…`;
    }
    return kept;
  }

  /* Where a marker's name begins: right of its line, else left of it, else above it and within the chart. */
  function beside(at, width, area) {
    if (at + 6 + width <= area.right) return { from: at + 6, above: false };
    if (at - 6 - width >= area.left) return { from: at - 6 - width, above: false };
    return { from: Math.min(Math.max(at - width / 2, area.left), area.right - width), above: true };
  }

  function upright(context, at, from, to, colour) {
    context.setLineDash([2, 4]);
    context.lineWidth = 1.5;
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(at, from);
    context.lineTo(at, to);
    context.stroke();
    context.setLineDash([]);
  }

  /* Rows of names from the top down, none where a line's own name stands within a narrow chart. */
  function freeRows(chart, spec, ink) {
    const taken = chart.width < NARROW ? lineNames(chart, spec, ink) : [];
    const tops = Array.from({ length: 8 }, (_, row) => chart.chartArea.top + 14 + row * (label + 6));
    return tops.filter((top) => taken.every(({ at }) => Math.abs(top + 8 - at) > label));
  }

  /* The markers of one period share its upright line: their numbers, as the caption has them, and names where there is room. */
  function grouped(markers, narrow) {
    const at = new Map();
    markers.forEach(({ index, label: name }, place) => {
      const text = narrow ? String(place + 1) : `${place + 1}. ${name}`;
      at.set(narrow ? index : place, { index, text: narrow && at.has(index) ? `${at.get(index).text}, ${text}` : text });
    });
    return [...at.values()];
  }

  /* Where an improvement began: a dotted upright line with its name, on a row of its own if names would touch. */
  function marks(chart, spec, ink) {
    const { ctx: context, chartArea: area, scales: { x } } = chart;
    const tops = freeRows(chart, spec, ink);
    const rows = [];
    context.textAlign = "left";
    for (const marker of grouped(spec.markers || [], chart.width < NARROW)) {
      const at = x.getPixelForValue(marker.index);
      const text = fitting(context, marker.text, area.right - area.left);
      const width = context.measureText(text).width;
      const { from, above } = beside(at, width, area);
      let row = rows.findIndex((taken) => taken.every(([start, end]) => from + width + 12 <= start || from >= end + 12));
      if (row < 0) row = rows.push([]) - 1;
      rows[row].push([from, from + width]);
      const top = tops[row % tops.length];
      upright(context, at, above ? top + 20 : top, area.bottom, ink.muted);
      write(context, text, from, top + 8, ink.muted, ink);
    }
  }

  const labels = (spec, ink) => ({
    id: "labels",
    afterDatasetsDraw(chart) {
      const context = chart.ctx;
      context.save();
      context.font = fontText();
      context.textBaseline = "middle";
      marks(chart, spec, ink);
      ends(chart, spec, ink);
      context.restore();
    },
  });

  /* Room on the right for the names of the lines, in px. */
  function room(spec, width) {
    if (width < NARROW) return 8;
    const context = document.createElement("canvas").getContext("2d");
    context.font = fontText();
    const texts = [spec.target, spec.baseline].filter((line) => line && given(line.value)).map((line) => line.label);
    return 16 + Math.max(0, ...texts.map((text) => Math.ceil(context.measureText(text).width)));
  }

  function tip(spec, ink) {
    return {
      filter: (item) => item.datasetIndex === 5,
      displayColors: false,
      backgroundColor: ink.ink,
      titleColor: ink.ground,
      bodyColor: ink.ground,
      titleFont: font(),
      bodyFont: font(),
      callbacks: {
        label({ dataIndex: index }) {
          const [low, high] = [spec.low?.[index], spec.high?.[index]];
          const range = given(low) && given(high) ? `, ${words(low, spec.unit)} to ${words(high, spec.unit)}` : "";
          return words(spec.series[index], spec.unit) + range;
        },
      },
    };
  }

  function configuration(spec, ink) {
    return {
      type: "line",
      data: { labels: spec.labels, datasets: datasets(spec, ink) },
      plugins: [labels(spec, ink)],
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        layout: { padding: ({ chart }) => ({ top: 12, right: room(spec, chart.width) }) },
        scales: scales(spec, ink),
        plugins: { ...NONE, tooltip: tip(spec, ink) },
      },
    };
  }

  function draw(figure) {
    drawn.get(figure)?.destroy();
    drawn.delete(figure);
    try {
      const spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
      decimal = spec.decimal || ".";
      percent = spec.percent || "%";
      label = Number.parseFloat(getComputedStyle(figure.querySelector(".chart-space")).fontSize) || label;
      const canvas = document.createElement("canvas");
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent.trim() || "Chart");
      figure.querySelector(".chart-space").replaceChildren(canvas);
      drawn.set(figure, new window.Chart(canvas, configuration(spec, tokens())));
      figure.classList.remove("undrawn");
    } catch {
      figure.classList.add("undrawn"); // no Chart.js or a broken spec: the table beside it says the same
    }
  }

  /* A chart is drawn when it comes near to being seen; one that takes the place of another at once. */
  const margin = { rootMargin: "200px" };
  const near = new IntersectionObserver((all) => all.forEach((one) => one.isIntersecting && show(one.target)), margin);
  const figures = () => [...document.querySelectorAll("figure[data-chart]")];

  function show(figure) {
    near.unobserve(figure);
    draw(figure);
  }

  function swap() {
    const gone = [...drawn.keys()].filter((figure) => !figure.isConnected);
    for (const figure of gone) drawn.get(figure).destroy(), drawn.delete(figure);
    const fresh = figures().filter((figure) => !drawn.has(figure));
    fresh.forEach((figure) => (gone.length ? show(figure) : near.observe(figure)));
  }

  const drawAnew = () => [...drawn.keys()].forEach(draw);

  swap();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAnew);
  new MutationObserver(drawAnew).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  document.addEventListener("htmx:afterSettle", swap);

  /* Paper is light, whatever the screen was. */
  let chosen;
  addEventListener("beforeprint", () => {
    chosen = document.documentElement.getAttribute("data-theme");
    document.documentElement.setAttribute("data-theme", "light");
    figures().forEach(show);
  });
  addEventListener("afterprint", () => {
    if (chosen) document.documentElement.setAttribute("data-theme", chosen);
    else document.documentElement.removeAttribute("data-theme");
  });
})();
