
// Sliders: their numbers follow, and the page as it would be is shown as soon as one is let go.
for (const form of document.querySelectorAll("[data-tune]")) {
  let asked = 0;
  const preview = async () => {
    const mine = ++asked;
    const old = document.getElementById("preview");
    old.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`/tune?${new URLSearchParams(new FormData(form))}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (mine === asked && fresh) old.replaceWith(fresh);
    } catch {
      old.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", (event) => {
    const number = event.target.closest(".knob")?.querySelector("output");
    if (number) number.textContent = event.target.value;
  });
  form.addEventListener("change", preview);
}
