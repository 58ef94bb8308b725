// Requests at a constant rate, however slow the answers are.
import http from "k6/http";

const requests = JSON.parse(open(__ENV.REQUESTS));

export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ["med", "p(99)", "max"],
  scenarios: {
    arrivals: {
      executor: "constant-arrival-rate",
      rate: Number(__ENV.RATE),
      timeUnit: "1s",
      duration: `${__ENV.SECONDS}s`,
      preAllocatedVUs: 50,
    },
  },
};

export default function () {
  const [path, etag, method] = requests[Math.floor(Math.random() * requests.length)];
  const headers = etag ? { "If-None-Match": etag } : {};
  if (method === "POST") {
    headers["User-Agent"] = __ENV.BROWSER;
    headers["X-Forwarded-For"] = [0, 0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".");
  }
  http.request(method, __ENV.ORIGIN + path, null, { headers });
}
