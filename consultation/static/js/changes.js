// N and P step through the changes of a redline; each change has its id on its first mark.

import { onKey } from "./keys.js";

const changes = () => [...document.querySelectorAll('[id*="change-"]')].filter((mark) => mark.getClientRects().length);

const isBefore = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

/** The next change after where the reader is, or the one before; at the end it stays. */
function neighbour(by) {
  const all = changes();
  const here = document.activeElement;
  const at = all.indexOf(here);
  if (at >= 0) return all[at + by];
  if (here === document.body) return by > 0 ? all[0] : undefined;
  return by > 0 ? all.find((mark) => isBefore(here, mark)) : all.findLast((mark) => isBefore(mark, here));
}

function go(by) {
  const mark = neighbour(by);
  if (mark) {
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
  }
  return changes().length > 0;
}

onKey((key) => {
  if (key === "n") return go(1);
  if (key === "p") return go(-1);
  return false;
});
