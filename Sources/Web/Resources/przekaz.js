// Carries the form on to the other server at once; without this script there is a button.
document.querySelector('form[data-przekaz]')?.requestSubmit();
