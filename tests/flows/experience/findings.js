/* The findings of axe, each with the words for it; at most three elements of a rule. */
async (options) => {
  const wanted = { ...options, resultTypes: ["violations"], iframes: false, elementRef: false };
  const found = await axe.run(document, wanted);
  const words = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)} (${node.any.map((one) => one.message).join("; ")})`;
  return found.violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => words(rule, node)));
}
