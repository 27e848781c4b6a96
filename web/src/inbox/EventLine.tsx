/** What happened between the messages, in one quiet line. */
import { useQuery } from "@tanstack/react-query";
import { tagsQuery, teamsQuery, usersQuery } from "../api/reads";
import type { EventItem } from "../api/types";
import { clockTime, fullTime } from "../i18n/times";
import { eventText } from "./eventText";

export function EventLine({ item }: { item: EventItem }) {
  const { data: users } = useQuery(usersQuery);
  const { data: teams } = useQuery(teamsQuery);
  const { data: tags } = useQuery(tagsQuery);
  const at = new Date(item.at);
  const text = eventText(item, {
    user: (id) => users?.find((user) => user.id === id)?.name,
    team: (id) => teams?.find((team) => team.id === id)?.name,
    tag: (id) => tags?.find((tag) => tag.id === id)?.name,
  });
  return (
    <p className="my-2 flex items-baseline justify-center gap-2 text-center text-meta text-ink-2">
      <span className="wrap-anywhere">{text}</span>
      <time dateTime={item.at} title={fullTime(at)} className="numbers shrink-0">
        {clockTime(at)}
      </time>
    </p>
  );
}
