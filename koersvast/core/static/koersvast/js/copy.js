// A button with data-copy="#id" puts the text of that input on the clipboard, and says so.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue; // not on an address without https; one can still select and copy
  button.hidden = false;
  button.addEventListener("click", async () => {
    const input = document.querySelector(button.dataset.copy);
    input.select();
    await navigator.clipboard.writeText(input.value);
    button.textContent = button.dataset.copied;
  });
}
