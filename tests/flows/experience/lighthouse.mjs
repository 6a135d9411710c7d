// Lighthouse on one page after another: a line of JSON asks, a line of JSON is its report.
// `npx --package lighthouse@… -- node` has put the folder where it lies in front of the PATH.
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

const beside = createRequire(realpathSync(join(process.env.PATH.split(delimiter)[0], "lighthouse")));
const bring = (name) => import(beside.resolve(name));
const { default: lighthouse } = await bring("lighthouse");
const { default: puppeteer } = await bring("puppeteer-core");

const MOST = 3; // a busy machine loses the trace of a run now and then
const browser = await puppeteer.launch({ executablePath: process.env.CHROME_PATH, args: process.argv.slice(2) });

/* One run, as somebody who has never been there: nothing is kept from the last. */
async function run({ url, session, categories }) {
  const person = await browser.createBrowserContext();
  const page = await person.newPage();
  if (session) await page.setCookie({ name: "sessionid", value: session, url });
  const { lhr } = await lighthouse(url, { onlyCategories: categories, disableFullPageScreenshot: true }, undefined, page);
  await person.close();
  return lhr;
}

for await (const line of createInterface({ input: process.stdin })) {
  let report;
  for (let tries = 0; tries < MOST && (!report || report.runtimeError); tries += 1) report = await run(JSON.parse(line));
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
await browser.close();
