// Light or dark, before anything is drawn: what the reader chose, else what their system prefers.
(() => {
  const root = document.documentElement;
  const preferred = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const show = (theme) => root.setAttribute("data-bs-theme", theme);
  show(localStorage.getItem("theme") || preferred());

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const other = () => (root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark");
    const label = () => (button.textContent = button.dataset[other()]);
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      localStorage.setItem("theme", other());
      show(other());
      label();
    });
  });
})();
