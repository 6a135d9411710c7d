// Keeps the preview up to date while words are typed. Without it, the button beside the preview does the same.
const form = document.querySelector("form[data-preview]");

if (form) {
  const button = form.querySelector("[data-preview-button]");
  let waiting;

  const show = () => form.requestSubmit(button);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
  button.closest(".no-script").hidden = true;
}
