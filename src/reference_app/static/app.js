// Move the focus to the error summary, so that it is read first. Everything works without this.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();
