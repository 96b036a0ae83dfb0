// Gives our frames the height of what is in them. It runs on other sites' pages: it
// reads nothing there, and believes nobody but the site that it comes from.

(() => {
  const { origin: ours } = new URL(document.currentScript.src);
  const frames = () => [...document.querySelectorAll("iframe")].filter((f) => f.src.startsWith(`${ours}/`));
  addEventListener("message", ({ origin, source, data }) => {
    const height = Math.ceil(Number(data?.objectwarHeight));
    if (origin !== ours || !(height > 0 && height < 20_000)) return;
    for (const frame of frames()) if (frame.contentWindow === source) frame.height = height;
  });
  // A frame may have told its height before this script was there. One that is loaded
  // late is no page of ours yet, so the question, which tells nothing, is for anyone.
  for (const frame of frames()) frame.contentWindow.postMessage("objectwar-height", "*");
})();
