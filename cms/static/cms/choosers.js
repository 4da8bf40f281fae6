/* Wagtail starts its date and time choosers from scripts within the page, which our policy refuses. */
(() => {
  const starters = { date: "initDateChooser", datetime: "initDateTimeChooser", time: "initTimeChooser" };

  const start = (mark) => {
    const starter = window[starters[mark.dataset.chooser]];
    if (!starter || mark.dataset.chooserFor.includes("__prefix__")) return;
    mark.removeAttribute("data-chooser");
    starter(mark.dataset.chooserFor, JSON.parse(mark.dataset.chooserConfig));
  };

  const startAll = () => document.querySelectorAll("[data-chooser]").forEach(start);

  document.addEventListener("DOMContentLoaded", () => {
    startAll();
    new MutationObserver(startAll).observe(document.body, { childList: true, subtree: true });
  });
})();
