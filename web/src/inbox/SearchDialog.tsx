/** Finding a contact by name, number or address, and going to the conversation with them. */
import { i18n } from "@lingui/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { pastQuery, searchQuery } from "../api/reads";
import type { FoundContact } from "../api/types";
import { Avatar } from "../components/Avatar";
import { Dialog } from "../components/Dialog";
import { Picker } from "../components/Picker";
import { complain, say } from "../components/toasts";

interface SearchProps {
  query: string;
  onQuery: (query: string) => void;
  onFound: (conversationId: string) => void;
  onClose: () => void;
}

const PAUSE = 150;

export function SearchDialog({ query: initial, onQuery, onFound, onClose }: SearchProps) {
  const [typed, setTyped] = useState(initial);
  const [query, setQuery] = useState(initial);
  const field = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const latest = useRef(onQuery);
  useEffect(() => {
    latest.current = onQuery;
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      setQuery(typed);
      latest.current(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, isFetching } = useQuery(searchQuery(query));
  const contacts = typed.trim() === "" ? [] : (data?.items ?? []);

  const open = async (contact: FoundContact) => {
    try {
      const past =
        contact.open_conversation_id ?? (await client.fetchQuery(pastQuery(contact.id))).items[0]?.id;
      if (past) onFound(past);
      else say(i18n._("{name} has no conversation yet", { name: contact.display_name }));
    } catch (error) {
      complain(i18n._("The contact could not be opened"), error instanceof Error ? error.message : undefined);
    }
  };
  return (
    <Dialog
      title={i18n._("Search contacts")}
      titleShown={false}
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      initialFocus={field}
      className="max-w-140"
    >
      <Picker
        tall
        inputRef={field}
        label={i18n._("Search contacts")}
        search={{ query: typed, onQuery: setTyped, isBusy: isFetching || typed !== query }}
        choices={contacts.map((contact) => ({
          id: contact.id,
          label: contact.display_name,
          mark: <Avatar name={contact.display_name} size="sm" />,
          hint: contact.phone ?? contact.email ?? "",
        }))}
        onPick={(id) => {
          const contact = contacts.find((candidate) => candidate.id === id);
          if (contact) void open(contact);
        }}
      />
    </Dialog>
  );
}
