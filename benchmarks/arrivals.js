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
  const [path, etag] = requests[Math.floor(Math.random() * requests.length)];
  http.get(__ENV.ORIGIN + path, etag ? { headers: { "If-None-Match": etag } } : {});
}
