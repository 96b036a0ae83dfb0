// Tells the page around this frame how high its content is, and nothing else.

const tell = () => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ objectwarHeight: height }, "*");
};

if (parent !== window) {
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", ({ data, source }) => {
    if (source === parent && data === "objectwar-height") tell();
  });
}
