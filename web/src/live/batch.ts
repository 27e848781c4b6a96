/** Gathers bursts of events, so that two hundred facts a second cost a handful of reads. */
import type { LiveEvent } from "../api/types";

export interface Touched {
  conversations: Set<string>;
  contacts: Set<string>;
  kinds: Set<string>;
  received: LiveEvent[];
}

const QUIET = 60;
const BUSY = 1000;

export class EventBatch {
  readonly #flush: (touched: Touched) => void;
  readonly #now: () => number;
  readonly #later: (run: () => void, milliseconds: number) => void;
  #gathered: Touched | undefined;
  #flushedAt = 0;

  constructor(
    flush: (touched: Touched) => void,
    now: () => number = () => performance.now(),
    later: (run: () => void, milliseconds: number) => void = (run, milliseconds) =>
      setTimeout(run, milliseconds),
  ) {
    this.#flush = flush;
    this.#now = now;
    this.#later = later;
  }

  add(events: readonly LiveEvent[]): void {
    if (!this.#gathered) {
      this.#gathered = { conversations: new Set(), contacts: new Set(), kinds: new Set(), received: [] };
      const recent = this.#now() - this.#flushedAt < BUSY;
      this.#later(() => this.#release(), recent ? BUSY - (this.#now() - this.#flushedAt) : QUIET);
    }
    for (const event of events) gather(this.#gathered, event);
  }

  #release(): void {
    const touched = this.#gathered;
    this.#gathered = undefined;
    this.#flushedAt = this.#now();
    if (touched) this.#flush(touched);
  }
}

function gather(into: Touched, event: LiveEvent): void {
  if (event.conversation_id) into.conversations.add(event.conversation_id);
  if (event.contact_id) into.contacts.add(event.contact_id);
  into.kinds.add(event.kind);
  if (event.kind === "MessageReceived") into.received.push(event);
}
