/** The contact's other conversations, newest first. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { categoriesQuery, pastQuery } from "../api/reads";
import { Icon } from "../components/icons";
import { dayTitle } from "../i18n/times";
import { Section } from "./Section";
import { useMinute } from "./useMinute";

export function PastConversations({ contactId, currentId }: { contactId: string; currentId: string }) {
  const { data } = useQuery(pastQuery(contactId));
  const { data: categories = [] } = useQuery(categoriesQuery);
  const { view } = useParams({ from: "/signed-in/inbox/$view" });
  const now = useMinute();
  const others = data?.items.filter((past) => past.id !== currentId) ?? [];
  return (
    <Section title={i18n._("Other conversations")}>
      {data && others.length === 0 && <p className="text-ink-2">{i18n._("This is the only one.")}</p>}
      <ul className="-mx-2 flex flex-col">
        {others.map((past) => (
          <li key={past.id}>
            <Link
              to="/inbox/$view"
              params={{ view }}
              search={(old) => old}
              hash={`/c/${past.id}`}
              className="block rounded-control px-2 py-1 hover:bg-hover"
            >
              <span className="flex items-center gap-1.5 text-label text-ink-2">
                <Icon name={past.status === "closed" ? "closed" : "inbox"} size={12} />
                {dayTitle(new Date(past.opened_at), now)}
                {past.category_id &&
                  ` · ${categories.find((one) => one.id === past.category_id)?.name ?? ""}`}
              </span>
              <span className="block truncate">{past.summary || past.preview || i18n._("No messages")}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
