// Selecting words of a provision shows one link under its paragraph. The server finds whose the words are.
//
// <div hidden data-selecting data-who="address of the article"><p><a>…</a></p></div>
// Who may propose is led to the form of the provision; everybody else to the note on the selected characters.

const model = document.querySelector("[data-selecting]");
const shown = model.firstElementChild.cloneNode(true);
const link = shown.querySelector("a");
// These are on the page, and no characters of the charter.
const NOT_TEXT = ".unseen, .said, .letter, .run-no";

function textOf(root, range) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let length = 0;
  const at = {};
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const counts = !node.parentElement.closest(NOT_TEXT);
    for (const [name, container, offset] of [
      ["start", range.startContainer, range.startOffset],
      ["end", range.endContainer, range.endOffset],
    ]) {
      if (container === node) at[name] = length + (counts ? offset : 0);
    }
    if (counts) length += node.length;
  }
  return { start: at.start ?? 0, end: at.end ?? length };
}

function paragraphOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest(".article .provision > .words");
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const words = paragraphOf(range.startContainer);
  if (!words || !range.toString().trim()) return;
  const provision = words.parentElement;
  const propose = provision.querySelector("a[data-propose]");
  const { start, end } = textOf(words, range);
  const query = new URLSearchParams({ who: provision.id, at: `${start}-${end}` });
  link.href = propose ? propose.href : `${model.dataset.who}?${query}#${provision.id}-who`;
  if (shown.previousElementSibling !== words) words.after(shown);
});
