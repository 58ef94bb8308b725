SwaggerUIBundle({
  url: "../schema/openapi.json",
  dom_id: "#documentation",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
