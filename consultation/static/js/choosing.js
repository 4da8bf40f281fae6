// Says how many boxes of a list are ticked, and marks their rows.
//
// <form data-choosing>
//   <… data-chosen hidden> <output data-chosen-count>   shown once it counts

for (const form of document.querySelectorAll("[data-choosing]")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=chosen]")];
  const count = () => {
    const ticked = boxes.filter((box) => box.checked);
    form.querySelector("[data-chosen-count]").value = new Set(ticked.map((box) => box.value)).size;
    for (const box of boxes) box.closest("tr")?.classList.toggle("ticked", box.checked);
  };
  form.querySelector("[data-chosen]").hidden = false;
  form.addEventListener("change", count);
  count();
}
