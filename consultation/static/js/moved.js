// Says when somebody else changed what this page shows: asks the server now and then, while the page is seen.
//
// <p role="status" data-moved="address" data-revision="7">   stays empty until something moved
//   <span data-moved-said></span> <a data-moved-link hidden>   the sentence of the server, and the way to see it
// The address answers {"revision": 8, "said": "…"}.

const EVERY = 20_000;

function watch(line) {
  const said = line.querySelector("[data-moved-said]");
  const link = line.querySelector("[data-moved-link]");

  async function ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.moved, { credentials: "same-origin" });
      const now = await answer.json();
      if (!answer.ok || String(now.revision) === line.dataset.revision) return;
      if (said.textContent !== now.said) said.textContent = now.said;
      link.hidden = false;
    } catch {
      // Without an answer nothing is said; it is asked again.
    }
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}

for (const line of document.querySelectorAll("[data-moved]")) watch(line);
