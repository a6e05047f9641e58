// Enhancement only: every page works without this file.

const menuButton = document.querySelector(".menu-button");
const menu = document.getElementById("site-menu");

if (menuButton && menu) {
  const setOpen = (open) => {
    menuButton.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  menuButton.addEventListener("click", () => {
    setOpen(menuButton.getAttribute("aria-expanded") !== "true");
  });
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) setOpen(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      setOpen(false);
      menuButton.focus();
    }
  });
}

// After a part of the page was replaced, read out what it says of itself: the element that
// carries `data-announce` (the number of results, for example).
document.addEventListener("htmx:afterSettle", () => {
  const message = document.querySelector("[data-announce]");
  const announcer = document.getElementById("announcer");
  if (message && announcer) announcer.textContent = message.textContent.trim();
});
