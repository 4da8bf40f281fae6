// Keeps what is typed into a form on the server while it is typed, and says who else has the same thing open.
//
// <form data-autosave="address" data-failed="what to say when it cannot be kept">
//   <span data-autosaved>   what is true now, not read out
//   <span role="status" data-autosave-said>   speaks after a failure
// [data-others]   anywhere on the page: who else is here, as the server answers

const WAIT = 1500;

function start(form) {
  const quiet = form.querySelector("[data-autosaved]");
  const said = form.querySelector("[data-autosave-said]");
  const others = document.querySelector("[data-others]");
  let timer = 0;
  let sent = false;

  async function keep(leaving = false) {
    clearTimeout(timer);
    timer = 0;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), keepalive: leaving, credentials: "same-origin" });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.why);
      quiet.textContent = told.saved;
      said.textContent = "";
      if (others) others.textContent = told.others;
    } catch (error) {
      said.textContent = form.dataset.failed;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    sent = true;
  });
  const leave = () => timer && !sent && keep(true);
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
}

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);
