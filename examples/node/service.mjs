// A service that lets callers in on the word of the validator beside it.
import { createServer } from 'node:http';
import { judge } from './validator.mjs';

const port = Number(process.env.PORT ?? 8083);

/** The scope that each route demands; what is not listed is not served. */
const ROUTES = new Map([
  ['GET /orders', 'orders:read'],
  ['POST /orders', 'orders:write'],
]);

const TITLES = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** The only API key of a request: null when there is none, or several and so nobody could say which one counts. */
function keyOf(request) {
  const { authorization = [], 'x-api-key': plain = [] } = request.headersDistinct;
  const offered = [...plain, ...authorization.map((value) => /^(?:bearer|apikey) +(\S+)$/i.exec(value)?.[1])];
  return offered.length === 1 && offered[0] ? offered[0] : null;
}

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}

/** A refusal as a problem of RFC 9457. */
function refuse(response, { status, code, retryAfter }) {
  const type = `urn:keyfabric:problem:${code.toLowerCase().replaceAll('_', '-')}`;
  answer(response, status, { type, title: TITLES[status], status, code }, {
    'Content-Type': 'application/problem+json',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="orders", ApiKey realm="orders"' }),
    ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
  });
}

async function serve(request, response) {
  request.resume();
  // Without the query: a caller may have put a key there by mistake, and this goes to the log.
  const path = request.url.split('?')[0];
  const scope = ROUTES.get(`${request.method} ${path}`);
  if (path === '/health') {
    answer(response, 200, { status: 'UP' });
  } else if (scope === undefined) {
    refuse(response, { status: 404, code: 'NOT_FOUND' });
  } else {
    const verdict = await judge(keyOf(request), scope, request.socket.remoteAddress);
    if (verdict.consumer) {
      answer(response, 200, { consumer: verdict.consumer, scope });
    } else {
      refuse(response, verdict);
    }
    console.error(`${request.method} ${scope} ${response.statusCode} ${verdict.code}`);
  }
}

createServer((request, response) => {
  serve(request, response).catch(() => {
    if (!response.headersSent) refuse(response, { status: 503, code: 'UNAVAILABLE', retryAfter: 1 });
  });
}).listen(port, '127.0.0.1', () => console.error(`listening on 127.0.0.1:${port}`));
