/** One WebSocket a tab: resumes by the last cursor, waits longer after each failure, asks for a refetch on a gap. */
import type { LiveEvent } from "../api/types";
import { reconnectDelay } from "./backoff";

/** `refused`: the server answers, and grants this page no line for now. */
export type Link = "connecting" | "online" | "offline" | "refused";

export interface LiveHandlers {
  onEvents: (events: LiveEvent[]) => void;
  /** The gap was too long to fill: everything shown must be read again. */
  onGap: () => void;
  onLink: (link: Link) => void;
  /** The server knows no session any more. Nothing is tried again until `resume`. */
  onSessionOver: () => void;
}

/** What the outside world offers; tests hand in their own. */
export interface Surface {
  open: () => WebSocket;
  later: (run: () => void, milliseconds: number) => () => void;
  chance: () => number;
}

type Frame =
  | { type: "hello"; cursor: string }
  | { type: "events"; cursor: string; events: LiveEvent[] }
  | { type: "refetch"; cursor: string }
  | { type: "ping" };

/** The server pings every 25 s; two missed pings mean that the line is dead though nobody said so. */
const SILENCE = 60_000;

/** Close codes of ours, named after the status that a request would get. */
const NOT_SIGNED_IN = 4401;
const REFUSALS: readonly number[] = [4403, 4429];

/** An attempt so late in the row that its wait is the longest there is. */
const LATE = 10;

export class LiveSocket {
  readonly #surface: Surface;
  readonly #handlers: LiveHandlers;
  #socket: WebSocket | undefined;
  #cursor: string | undefined;
  #attempt = 0;
  #stopped = false;
  #link: Link | undefined;
  #cancelRetry: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;

  constructor(surface: Surface, handlers: LiveHandlers) {
    this.#surface = surface;
    this.#handlers = handlers;
  }

  start(): void {
    this.#stopped = false;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry();
    this.#cancelWatch();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** The session holds after all: try again, but only after the longest wait. */
  resume(): void {
    this.#stopped = false;
    this.#attempt = LATE;
    this.#retry();
  }

  /** The browser says that the network is back: no need to sit out the wait. */
  hurry(): void {
    if (this.#socket || this.#stopped) return;
    this.#cancelRetry();
    this.#attempt = 0;
    this.#connect();
  }

  /** The browser says that the network is gone: a socket may take a minute to notice. */
  cut(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.close();
    this.#lost(socket);
  }

  #connect(): void {
    const socket = this.#surface.open();
    this.#socket = socket;
    if (this.#link !== "refused") this.#tell("connecting");
    socket.onopen = () => {
      if (this.#cursor !== undefined) socket.send(JSON.stringify({ resume: this.#cursor }));
      this.#watch(socket);
    };
    socket.onmessage = (message) => {
      if (socket !== this.#socket) return;
      this.#watch(socket);
      this.#take(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = ({ code }) => this.#lost(socket, code);
  }

  #take(frame: Frame): void {
    this.#attempt = 0;
    this.#tell("online");
    if (frame.type === "ping") return;
    if (frame.type === "hello") {
      // A greeting never moves the cursor of a connection that resumes: the gap is still to come.
      this.#cursor ??= frame.cursor;
      return;
    }
    this.#cursor = frame.cursor;
    if (frame.type === "refetch") this.#handlers.onGap();
    else this.#handlers.onEvents(frame.events);
  }

  #lost(socket: WebSocket, code?: number): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#cancelWatch();
    if (this.#stopped) return;
    if (code === NOT_SIGNED_IN) {
      this.#stopped = true;
      this.#tell("offline");
      this.#handlers.onSessionOver();
      return;
    }
    const isRefused = code !== undefined && REFUSALS.includes(code);
    if (isRefused) this.#attempt = LATE;
    this.#tell(isRefused ? "refused" : "offline");
    this.#retry();
  }

  #retry(): void {
    const wait = reconnectDelay(this.#attempt, this.#surface.chance());
    this.#attempt += 1;
    this.#cancelRetry();
    this.#cancelRetry = this.#surface.later(() => this.#connect(), wait);
  }

  #tell(link: Link): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#handlers.onLink(link);
  }

  #watch(socket: WebSocket): void {
    this.#cancelWatch();
    this.#cancelWatch = this.#surface.later(() => {
      socket.close();
      this.#lost(socket);
    }, SILENCE);
  }
}

export function browserSurface(): Surface {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return {
    open: () => new WebSocket(`${scheme}://${location.host}/api/v1/live`),
    later: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
  };
}
