// Leaves at once: the harmless site takes this page's place in the history, and Escape
// pressed twice within a second does the same.

const WITHIN = 1000; // milliseconds

const link = document.querySelector("[data-quick-exit]");
let lastEscape = 0;

function leave(event) {
  event.preventDefault();
  // What is on the screen goes first: the other site may take a while.
  document.documentElement.hidden = true;
  window.location.replace(link.href);
}

link.addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - lastEscape < WITHIN) leave(event);
  lastEscape = event.timeStamp;
});
