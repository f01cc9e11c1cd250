// Beside each date field the day in words: a browser writes 11/28/2026 or 28/11/2026 as its own language has it.
"use strict";

const inWords = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });

function tell(field) {
  const day = field.valueAsDate;
  field.nextElementSibling.textContent = day ? inWords.format(day) : "";
}

function prepare(root) {
  for (const field of root.querySelectorAll('input[type="date"]:not([data-told])')) {
    field.dataset.told = "";
    const words = document.createElement("small");
    words.className = "day-in-words";
    words.setAttribute("aria-hidden", "true"); // whoever hears the page hears the day from the field itself
    field.after(words);
    tell(field);
    field.addEventListener("input", () => tell(field));
  }
}

document.addEventListener("DOMContentLoaded", () => prepare(document));
document.addEventListener("htmx:load", (event) => prepare(event.target));
