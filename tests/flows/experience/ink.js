/* Runs before the page's own scripts: notes the smallest letters that a chart writes. */
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...words) {
  window.smallestInk = Math.min(window.smallestInk ?? Infinity, parseFloat(this.font.match(/([\d.]+)px/)[1]));
  return write.apply(this, words);
};
