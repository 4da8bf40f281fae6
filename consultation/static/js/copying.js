// Copies a text of the page with one press. Browsers give pages without TLS no clipboard: then there is no button.
//
// <button data-copy="id of the text" hidden>
// <span role="status" data-copied="Copied.">

async function copy(button) {
  const text = document.getElementById(button.dataset.copy).textContent.trim().replace(/\s+/g, " ");
  await navigator.clipboard.writeText(text);
  const said = document.querySelector("[data-copied]");
  said.textContent = said.dataset.copied;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
