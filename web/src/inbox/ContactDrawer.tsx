/** The contact beside the conversation: who, what is known, where a workflow stands, what was before. */
import { i18n } from "@lingui/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { contactQuery, conversationQuery, fieldsQuery, tagsQuery, usersQuery } from "../api/reads";
import type { Contact, Conversation } from "../api/types";
import { Avatar } from "../components/Avatar";
import { IconButton } from "../components/Button";
import { cx } from "../components/classes";
import { Icon } from "../components/icons";
import { Failure } from "../components/states";
import { comingTime, shortAge } from "../i18n/times";
import { channelIcon } from "./channelIcon";
import { PastConversations } from "./PastConversations";
import { RunCard } from "./RunCard";
import { Section } from "./Section";
import { useMinute } from "./useMinute";

interface DrawerProps {
  conversationId: string;
  overlay: boolean;
  onClose: () => void;
}

export function ContactDrawer({ conversationId, overlay, onClose }: DrawerProps) {
  const { data: conversation } = useQuery(conversationQuery(conversationId));
  const contactId = conversation?.contact.id;
  const {
    data: contact,
    error,
    refetch,
  } = useQuery({ ...contactQuery(contactId ?? ""), enabled: !!contactId });
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (overlay) panel.current?.focus();
  }, [overlay]);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={i18n._("Contact")}
      className={cx(
        "flex w-72 shrink-0 flex-col overflow-y-auto border-s border-line bg-panel outline-none",
        overlay && "absolute inset-y-0 end-0 z-30 max-w-full shadow-overlay",
      )}
    >
      <header className="flex h-12 shrink-0 items-center justify-between border-b border-line ps-4 pe-2">
        <h2 className="text-read font-semibold">{i18n._("Contact")}</h2>
        <IconButton icon="close" label={i18n._("Hide the contact")} shortcut="]" onClick={onClose} />
      </header>
      {error && !contact && (
        <Failure
          title={i18n._("The contact could not be loaded")}
          reason={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {contact && conversation && (
        <>
          <div className="flex items-center gap-3 px-4 pt-4 pb-2">
            <Avatar name={contact.display_name} size="lg" />
            <div className="min-w-0">
              <p className="text-section font-semibold wrap-anywhere">{contact.display_name}</p>
              {contact.blocked_at && (
                <p className="text-label font-medium text-danger">{i18n._("Blocked")}</p>
              )}
            </div>
          </div>
          {conversation.run && <RunCard run={conversation.run} />}
          <Details contact={contact} conversation={conversation} />
          <Channels contact={contact} />
          <PastConversations contactId={contact.id} currentId={conversation.id} />
        </>
      )}
    </aside>
  );
}

function Details({ contact, conversation }: { contact: Contact; conversation: Conversation }) {
  const { data: fields = [] } = useQuery(fieldsQuery);
  const { data: users = [] } = useQuery(usersQuery);
  const { data: tags = [] } = useQuery(tagsQuery);
  const owner = users.find((user) => user.id === contact.owner_id)?.name;
  const rows: [string, unknown][] = [
    [i18n._("Phone"), contact.phone],
    [i18n._("E-mail"), contact.email],
    [i18n._("Language"), languageName(contact.language)],
    [i18n._("Country"), countryName(contact.country)],
    [i18n._("Owner"), owner],
    ...named("contact", contact.fields),
  ];
  function named(scope: string, values: Record<string, unknown>): [string, unknown][] {
    return Object.entries(values).map(([slug, value]) => [
      fields.find((field) => field.scope === scope && field.slug === slug)?.name ?? slug,
      value,
    ]);
  }
  const held = tags.filter((tag) => contact.tags.includes(tag.id));
  return (
    <>
      <Section title={i18n._("Details")}>
        <Facts rows={rows} empty={i18n._("Nothing is known yet.")} />
      </Section>
      <Section title={i18n._("This conversation")}>
        <Facts rows={named("conversation", conversation.fields)} empty={i18n._("No fields filled in.")} />
      </Section>
      <Section title={i18n._("Tags")}>
        {held.length === 0 && <p className="text-ink-2">{i18n._("No tags.")}</p>}
        <ul className="flex flex-wrap gap-1">
          {held.map((tag) => (
            <li
              key={tag.id}
              className="inline-flex items-center gap-1 rounded-control border border-line bg-sunken px-1.5 text-label"
            >
              <Icon name="tag" size={12} className="text-ink-2" />
              {tag.name}
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Channels({ contact }: { contact: Contact }) {
  const now = useMinute();
  return (
    <Section title={i18n._("Channels")}>
      <ul className="flex flex-col gap-2">
        {contact.channels.map((channel) => (
          <li key={`${channel.channel_id} ${channel.address}`} className="flex items-start gap-2">
            <Icon name={channelIcon(channel.kind)} className="mt-0.5 shrink-0 text-ink-2" />
            <div className="min-w-0">
              <p className="font-medium">{channel.name}</p>
              {channel.address && (
                <p className="numbers wrap-anywhere text-label text-ink-2">{channel.address}</p>
              )}
              {channel.last_inbound_at && (
                <p className="text-label text-ink-2">
                  {i18n._("last wrote: {age}", { age: shortAge(new Date(channel.last_inbound_at), now) })}
                  {channel.window_open_until &&
                    new Date(channel.window_open_until) > now &&
                    ` · ${i18n._("open until {time}", { time: comingTime(new Date(channel.window_open_until), now) })}`}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {contact.channels.length === 0 && <p className="text-ink-2">{i18n._("No channels.")}</p>}
    </Section>
  );
}

function Facts({ rows, empty }: { rows: [string, unknown][]; empty: string }) {
  const filled = rows.filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (filled.length === 0) return <p className="text-ink-2">{empty}</p>;
  return (
    <dl className="grid grid-cols-[72px_1fr] gap-x-2 gap-y-1">
      {filled.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="truncate text-ink-2" title={name}>
            {name}
          </dt>
          <dd dir="auto" className="wrap-anywhere">
            {shown(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? i18n._("Yes") : i18n._("No");
  if (Array.isArray(value)) return value.join(", ");
  return String(value);
}

function languageName(tag: string | null): string | undefined {
  return tag ? new Intl.DisplayNames(i18n.locale, { type: "language", fallback: "code" }).of(tag) : undefined;
}

function countryName(code: string | null): string | undefined {
  return code ? new Intl.DisplayNames(i18n.locale, { type: "region", fallback: "code" }).of(code) : undefined;
}
