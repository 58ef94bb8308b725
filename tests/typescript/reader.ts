// A reader's program: the types are made from openapi.yaml, the calls go to a running server.
import createClient from "openapi-fetch";
import type { components, paths } from "./news.js";

type Card = components["schemas"]["Card"];
type Block = components["schemas"]["BodyBlock"];

const client = createClient<paths>({ baseUrl: process.argv[2]! });

function headline(card: Card): string {
  return `${card.section?.name ?? "News"}: ${card.title} (${card.tags.map((tag) => tag.name).join(", ")})`;
}

function words(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
    case "quote":
      return block.text;
    case "list":
      return block.items.map((item) => item.text).join("; ");
    default:
      return "";
  }
}

// What the compiler must refuse; nothing calls it.
export async function mistakes(card: Card) {
  // @ts-expect-error: a misspelt parameter
  await client.GET("/api/v1/articles/", { params: { query: { secton: ["world"] } } });
  // @ts-expect-error: a locale that does not exist
  await client.GET("/api/v1/ticker/", { params: { query: { locale: "xx" } } });
  // @ts-expect-error: an article may have no section
  return card.section.name;
}

const list = await client.GET("/api/v1/articles/", {
  params: { query: { locale: "en", section: ["world,economy"], tag: ["tourism"], is_breaking: true, count: "exact" } },
});
const chosen = await client.GET("/api/v1/articles/", {
  params: { query: { locale: "en", fields: ["title", "section.name"], ordering: ["title"], page_size: 1 } },
});
const article = await client.GET("/api/v1/articles/{slug}/", { params: { path: { slug: "valley" } } });
const missing = await client.GET("/api/v1/articles/{slug}/", { params: { path: { slug: "nothing" } } });
const refused = await client.GET("/api/v1/articles/", { params: { query: { search: " " } } });
const front = await client.GET("/api/v1/pages/front/", { params: { query: { locale: "en" } } });
const weather = await client.GET("/api/v1/weather/current/", { params: { query: { place: "tashkent", locale: "en" } } });

const titles: Pick<Card, "title">[] = chosen.data?.results ?? [];
const code: components["schemas"]["Problem"]["code"] | undefined = missing.error?.code;

console.log(
  JSON.stringify({
    list: list.data?.results.map(headline),
    count: list.data?.count,
    chosen: titles,
    next: chosen.data?.next !== null,
    article: article.data?.body_blocks.map(words),
    words: article.data?.word_count.toFixed(0),
    missing: [missing.response.status, code],
    refused: refused.error?.errors.map((each) => [each.parameter, each.code]),
    front: front.data?.latest.results.map((card) => card.slug),
    sections: front.data?.sections.map((part) => [part.section.slug, part.articles.results.length]),
    line: weather.data?.line,
    wind: weather.data?.wind.speed_ms,
  }),
);
