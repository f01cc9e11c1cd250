// On a phone the bar is one line that scrolls: it begins where the reader is.
"use strict";

const current = document.querySelector(".places [aria-current]");
if (current) {
  const bar = current.parentElement;
  bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.clientWidth) / 2;
}
