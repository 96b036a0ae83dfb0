// <copy-link value label done>: a button that puts an address on the clipboard.
// Without JavaScript there is no button; the address stands beside it or in the bar.

class CopyLink extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = this.getAttribute("label");
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    button.addEventListener("click", () => this.copy(button, status));
    this.replaceChildren(button, status);
  }

  async copy(button, status) {
    try {
      await navigator.clipboard.writeText(this.getAttribute("value"));
    } catch {
      return; // the browser forbids it; the address can still be selected by hand
    }
    button.textContent = status.textContent = this.getAttribute("done");
    setTimeout(() => {
      button.textContent = this.getAttribute("label");
      status.textContent = "";
    }, 2500);
  }
}

customElements.define("copy-link", CopyLink);
