// @ts-check
// Lets the page draw and answer before what comes next.

export const breathe = () => new Promise((resolve) => setTimeout(resolve));
