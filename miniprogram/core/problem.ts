// Why a call did not succeed, in one shape: the server's problem+json, or no answer at all.

export interface FieldProblem {
  /** RFC 6901, `/inputs/legs/0/from` */
  pointer: string
  detail: string
}

/**
 * `status` 0: nobody answered; `code` says why: `offline`, `timeout`, `login_unavailable`, `mistake`.
 * Every fact is a field of its own, so that a page may put the problem into its data as it is.
 */
export class Problem extends Error {
  readonly title: string // what happened, in the server's words; empty when nobody answered
  readonly errors: FieldProblem[]
  /** nothing was decided: the same request may be sent again, with the same key */
  readonly open: boolean

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly body: Record<string, unknown> = {},
    readonly retryAfterS: number = 0,
  ) {
    super(`${status} ${code}`)
    Object.setPrototypeOf(this, Problem.prototype) // compiled to ES5, `instanceof` would otherwise only know Error
    this.title = typeof body['title'] === 'string' ? body['title'] : ''
    this.errors = Array.isArray(body['errors']) ? (body['errors'] as FieldProblem[]) : []
    this.open = status === 0 || status === 429 || status >= 500 || code === 'idempotency_in_flight'
  }
}

/** Whatever was thrown, as a Problem; a mistake of our own is code `mistake` and is not swallowed by the log. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  console.error(thrown)
  return new Problem(0, 'mistake', '')
}
