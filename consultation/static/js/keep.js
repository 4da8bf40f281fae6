// Keeps what is typed into a form in this browser, until the server says it has it.
//
// <form data-keep="key" data-saved-at="ISO time">   the key names person and form, so that two people never meet
//   data-answered on the form: the page answers what was sent and holds it, rearranged as was asked; it is not stored
//   <span data-kept-quiet>   what is true now, not read out: autosave does not speak
//   <span role="status" data-kept-said
//         data-kept="…{time}" data-back="…{time}" data-failed="…">   speaks after a failure or a return
//   <button type="button" data-kept-undo hidden>   puts the server's words back
// An element with data-kept-done="key" on any later page says that the server has it.
// A form with data-forget (signing out) clears all that this browser kept.

const PREFIX = "kept:";
const WAIT = 1000;

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type));

const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

function valuesOf(form) {
  return fieldsOf(form).map((field) => [field.name, isChoice(field) ? field.value : null, isChoice(field) ? field.checked : field.value]);
}

function fill(form, values) {
  const fields = fieldsOf(form);
  for (const [name, choice, value] of values) {
    const field = fields.find((one) => one.name === name && (choice === null || one.value === choice));
    if (!field) continue;
    if (choice === null) field.value = value;
    else field.checked = value;
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function write(key, values, sent = false) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ at: new Date().toISOString(), values, sent }));
    return true;
  } catch {
    return false;
  }
}

const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function start(form) {
  const key = form.dataset.keep;
  const served = valuesOf(form);
  const answered = "answered" in form.dataset;
  const quiet = form.querySelector("[data-kept-quiet]");
  const said = form.querySelector("[data-kept-said]");
  const undo = form.querySelector("[data-kept-undo]");
  let timer = 0;

  const show = (place, words, at) => {
    if (place && words) place.textContent = words.replace("{time}", clock(at));
  };

  function keep() {
    clearTimeout(timer);
    timer = 0;
    const values = valuesOf(form);
    if (said) said.textContent = "";
    if (!answered && same(values, served)) return forget(key);
    if (write(key, values)) show(quiet, said?.dataset.kept, new Date());
    else show(said, said?.dataset.failed, new Date());
  }

  function comeBack() {
    const kept = read(key);
    if (!kept) return;
    // What was typed after the form was sent comes back, for example if the answer is loaded again.
    if (answered && (kept.sent || same(kept.values, served))) return write(key, served);
    const older = form.dataset.savedAt && kept.at <= new Date(form.dataset.savedAt).toISOString();
    if (older || same(kept.values, served)) return forget(key);
    fill(form, kept.values);
    show(said, said?.dataset.back, kept.at);
    if (undo) undo.hidden = false;
  }

  undo?.addEventListener("click", () => {
    fill(form, served);
    form.dispatchEvent(new Event("input"));
    forget(key);
    undo.hidden = true;
    if (said) said.textContent = "";
    if (quiet) quiet.textContent = "";
    fieldsOf(form)[0]?.focus();
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
    const values = valuesOf(form);
    if (answered || !same(values, served)) write(key, values, true);
  });
  addEventListener("pagehide", () => timer && keep());
  document.addEventListener("visibilitychange", () => timer && document.hidden && keep());
  comeBack();
}

for (const done of document.querySelectorAll("[data-kept-done]")) forget(done.dataset.keptDone);
for (const form of document.querySelectorAll("form[data-keep]")) start(form);
for (const form of document.querySelectorAll("form[data-forget]")) {
  form.addEventListener("submit", () => {
    try {
      Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => localStorage.removeItem(name));
    } catch {
      // Nothing was kept.
    }
  });
}
