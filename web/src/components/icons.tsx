/** The icon set: 16 px line drawings on a 24 grid, one stroke weight, always beside or labelled by a word. */
import type { SVGProps } from "react";

const PATHS = {
  inbox: "M3 13h5l2 3h4l2-3h5 M5.500 5.500h13L21 13v5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-5z",
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.500 20c.8-3.600 3.900-5.500 7.500-5.500s6.700 1.900 7.500 5.500",
  unassigned: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.500 20c.8-3.600 3.900-5.500 7.500-5.500 M16 18h5",
  all: "M4 6h16 M4 12h16 M4 18h16",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7.500V12l3 2",
  closed: "M21 12a9 9 0 1 1-9-9 M8.500 11.500l3 3L21 5",
  team: "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z M2.500 19.500c.6-3.200 3.300-5 6.500-5s5.900 1.800 6.500 5 M16 4.800a3.500 3.500 0 0 1 0 6.400 M18 15c1.900.7 3.100 2.200 3.500 4.500",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13z M15.500 15.500 20 20",
  send: "M4 12 20 4l-5 16-3.500-6.500z M11.500 13.500 20 4",
  note: "M5 4h14v10l-5 6H5z M14 20v-6h5",
  close: "M6 6l12 12 M18 6 6 18",
  check: "M4.500 12.500 9.500 17.500 19.500 7",
  checks: "M2.500 12.500 7 17 15.500 7.500 M12 16l1.500 1.500L22 7.500",
  alert: "M12 4 2.500 20h19z M12 10v4.500 M12 17.200v.3",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.300-1 .8-1 1.700 M12 16.500v.3",
  back: "M19 12H5 M11 6l-6 6 6 6",
  down: "M6 9.500l6 6 6-6",
  up: "M6 14.500l6-6 6 6",
  panel: "M4 5h16v14H4z M14.500 5v14",
  views: "M4 5h16v14H4z M9.500 5v14",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15z M10 20.500h4",
  bellOff: "M6 17V11a6 6 0 0 1 9-5.200 M18 11v6l1.500 1.500h-15 M10 20.500h4 M4 4l16 16",
  signOut: "M14 4H6v16h8 M10.500 12H21 M17 8l4 4-4 4",
  keyboard: "M3 6.500h18v11H3z M7 10h.1 M10.300 10h.1 M13.600 10h.1 M17 10h.1 M8 14h8",
  command: "M5 7l5 5-5 5 M12.500 17H19",
  image: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15 9.500h.1",
  file: "M6 3.500h8l4 4V20.500H6z M14 3.500v4h4",
  audio: "M4 10v4 M8 7v10 M12 4v16 M16 8v8 M20 10.500v3",
  video: "M3.500 6h12v12h-12z M15.500 10.500l5-3v9l-5-3z",
  pin: "M12 21s7-6.200 7-11.500a7 7 0 0 0-14 0C5 14.800 12 21 12 21z M12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  sticker: "M4 4h16v10l-6 6H4z M14 20v-6h6 M8.500 9h.1 M15.500 9h.1 M8.500 13c1.500 1.500 4 1.800 5.500 1",
  bot: "M5 9h14v10H5z M12 9V5 M9 13.500v1 M15 13.500v1 M2.500 13v3 M21.500 13v3",
  phone: "M7 3.500h10v17H7z M11 17.500h2",
  whatsapp: "M4 20l1.300-4.200A8 8 0 1 1 8.300 18.800z M9 9c0 3.500 2.500 6 6 6",
  plug: "M9 3v5 M15 3v5 M6 8h12v3a6 6 0 0 1-12 0z M12 17v4",
  tag: "M4 4h8l8.500 8.500-8 8L4 12z M8 8h.1",
  undo: "M4 9h10a5.500 5.500 0 0 1 0 11H9 M8 5 4 9l4 4",
  refresh: "M20 5v5h-5 M19.500 10A8 8 0 1 0 20 14",
  offline:
    "M4 4l16 16 M3 9.500a14 14 0 0 1 4-2.300 M11 6.100a14 14 0 0 1 10 3.400 M6.500 13.500a9 9 0 0 1 3-1.800 M12 18.500v.3",
  more: "M6 12h.1 M12 12h.1 M18 12h.1",
  lock: "M6 11h12v9H6z M8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  dot: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  reopen: "M4 12a8 8 0 1 0 2.500-5.800 M4 4v5h5",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z M12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({
  name,
  size = 16,
  ...rest
}: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
