// The menu on a narrow screen; user menus close when one clicks beside them.
const button = document.querySelector("[data-menu-button]");

if (button) {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const show = (open) => {
    menu.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("open")) {
      show(false);
      button.focus();
    }
  });
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.user[open]").forEach((details) => {
    if (!details.contains(event.target)) details.open = false;
  });
});
