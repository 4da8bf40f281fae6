// Single keys, shown on the page and switched off with one button (WCAG 2.1.4).
//
// <… data-keys-said hidden>           the line that names the keys; shown once they work
//   <button data-keys-switch data-off="Switch keys on">
// <tr data-keys-row>                  J and K go through these; Enter opens the first link
//   <… data-key="o d">                O or D presses this, in the row one is at, else anywhere on the page
// <section data-key="d" data-key-focus="input">   D goes to that field and chooses nothing; so does an address with its #

const OFF = "keys-off";
const KEYS_FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const listeners = [];

function areOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function setOff(off) {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // Then the choice holds for this page only.
  }
  document.documentElement.toggleAttribute("data-keys-off", off);
}

/** Calls `act(key, event)` for each single key outside fields; what returns true was used. */
export function onKey(act) {
  listeners.push(act);
}

function hear(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (document.documentElement.hasAttribute("data-keys-off") || event.target.closest?.(KEYS_FIELD)) return;
  if (event.key === "Enter" && event.target.closest?.("a, button, summary, input")) return;
  if (listeners.some((act) => act(event.key.toLowerCase(), event))) event.preventDefault();
}

const rows = () => [...document.querySelectorAll("[data-keys-row]")];
const rowHere = () => document.querySelector("[data-keys-row].here");

function goTo(row) {
  rowHere()?.classList.remove("here");
  row.classList.add("here");
  row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(rowHere());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  return goTo(all[next]);
}

function goToField(section) {
  const field = section.querySelector(section.dataset.keyFocus);
  field?.focus();
  return Boolean(field);
}

function press(key) {
  const wanted = `[data-key~="${CSS.escape(key)}"]`;
  const target = rowHere()?.querySelector(wanted) ?? document.querySelector(wanted);
  if (!target) return false;
  if (target.dataset.keyFocus) return goToField(target);
  target.click();
  if (target.matches("a[href^='#'], input, select, textarea")) target.focus();
  return true;
}

onKey((key) => {
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "enter") {
    const link = rowHere()?.querySelector("a[href]");
    link?.click();
    return Boolean(link);
  }
  return press(key);
});

function showSwitch(button) {
  const words = [button.textContent, button.dataset.off];
  const say = () => {
    const off = document.documentElement.hasAttribute("data-keys-off");
    button.textContent = words[off ? 1 : 0];
  };
  button.addEventListener("click", () => {
    setOff(!document.documentElement.hasAttribute("data-keys-off"));
    document.dispatchEvent(new Event("keys-switched"));
  });
  document.addEventListener("keys-switched", say);
  say();
}

document.documentElement.toggleAttribute("data-keys-off", areOff());
document.addEventListener("keydown", hear);
for (const line of document.querySelectorAll("[data-keys-said]")) line.hidden = false;
document.querySelectorAll("[data-keys-switch]").forEach(showSwitch);
// A browser that goes to the # of an address takes the focus from every field, when the page is drawn first.
const aimedAt = document.getElementById(location.hash.slice(1));
if (aimedAt?.dataset.keyFocus) {
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(goToField, 0, aimedAt)));
}
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-keys-row]");
  if (!row || row === rowHere()) return;
  rowHere()?.classList.remove("here");
  row.classList.add("here");
});
