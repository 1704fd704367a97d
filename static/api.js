// Starts Swagger UI with the API's OpenAPI document, in the theme of the other pages.
"use strict";

const dark = matchMedia("(prefers-color-scheme: dark)");
const followTheme = () => {
  const { classList, dataset } = document.documentElement;
  classList.toggle("dark-mode", dataset.theme ? dataset.theme === "dark" : dark.matches);
};
dark.addEventListener("change", followTheme);
followTheme();

// The path of a call is a link inside a button. Without its address, the button is the only control.
const withoutNestedLinks = () => ({
  wrapComponents: { DeepLink: (DeepLink) => (props) => DeepLink({ ...props, enabled: false }) },
});

SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  plugins: [withoutNestedLinks],
});
