// Left and right step through the runs of words that somebody asked for; Escape closes the open note.

const runs = () => [...document.querySelectorAll("[data-run]")];

function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}

function step(run, key) {
  const forwards = (key === "ArrowRight") !== isRightToLeft(run);
  const all = runs();
  all[all.indexOf(run) + (forwards ? 1 : -1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  const run = event.target.closest?.("[data-run]");
  if (run && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    event.preventDefault();
    step(run, event.key);
  }
  if (event.key === "Escape" && (run || event.target.closest?.("[data-note]"))) {
    document.querySelector("[data-note] [data-close]")?.click();
  }
});

document.querySelector("[data-note]:target")?.focus();
