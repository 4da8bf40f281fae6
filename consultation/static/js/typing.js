// Shows the tracked changes under the field of an amendment while it is typed. The server computes them and stores nothing.
//
// <fieldset data-typed="address" data-prefix="of its names">
//   <div data-tracked data-failed="what to say without an answer">
//     <p role="status" data-tracked-said>   the number of changes, or why they are not shown
//     <div data-tracked-shown>
//   <p data-tracked-button>   the button that does the same without script, seen again after a failure
//
// Runs before keep.js, which puts back what this browser kept: that is shown too.

const WAIT = 300;

function start(part) {
  const { typed, prefix } = part.dataset;
  const place = part.querySelector("[data-tracked]");
  const said = place.querySelector("[data-tracked-said]");
  const shown = place.querySelector("[data-tracked-shown]");
  const button = part.querySelector("[data-tracked-button]");
  let timer = 0;
  let asked = new AbortController();
  let before = "";

  function values() {
    const found = new URLSearchParams();
    for (const field of part.elements) {
      if (field.name.startsWith(prefix) && (field.type !== "radio" || field.checked)) found.append(field.name.slice(prefix.length), field.value);
    }
    return found;
  }

  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }

  async function ask() {
    const body = values();
    if (String(body) === before) return;
    before = String(body);
    asked.abort();
    asked = new AbortController();
    const headers = { "X-CSRFToken": part.form.elements.csrfmiddlewaretoken.value };
    try {
      const answer = await fetch(typed, { method: "POST", body, headers, redirect: "error", signal: asked.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.replaceChildren(...page.querySelector("[data-tracked-shown]").childNodes);
      say(page.querySelector("[data-tracked-said]").textContent);
      button.hidden = true;
    } catch (error) {
      if (error.name === "AbortError") return;
      before = "";
      say(place.dataset.failed);
      button.hidden = false;
    }
  }

  button.hidden = true;
  before = String(values());
  part.form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  addEventListener("pageshow", ask);
}

for (const part of document.querySelectorAll("[data-typed]")) start(part);
