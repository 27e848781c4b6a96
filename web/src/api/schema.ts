// Made from docs/reference/openapi.json by `npm run api`: do not edit.
export interface paths {
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Calendars */
        get: operations["list_calendars_api_v1_calendars_get"];
        put?: never;
        /**
         * Add Calendar
         * @description Hours are by the clock on the wall of the zone; `22:00` to `06:00` ends on the next day.
         */
        post: operations["add_calendar_api_v1_calendars_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Calendar */
        get: operations["show_calendar_api_v1_calendars__calendar_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Calendar
         * @description Refused while something refers to it: `used_by` names what does.
         */
        delete: operations["drop_calendar_api_v1_calendars__calendar_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Calendar
         * @description What is left out stays; `weekly` and `exceptions` replace all of theirs.
         */
        patch: operations["change_calendar_api_v1_calendars__calendar_id__patch"];
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show State
         * @description Is it open, and when does that change? Now, or at a given time.
         */
        get: operations["show_state_api_v1_calendars__calendar_id__state_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channel-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Channel Kinds
         * @description The kinds that can be connected, with what each needs and can do.
         */
        get: operations["list_channel_kinds_api_v1_channel_kinds_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Channels */
        get: operations["list_channels_api_v1_channels_get"];
        put?: never;
        /**
         * Add Channel
         * @description Connect a channel. Give its `webhook_url` to the provider.
         */
        post: operations["add_channel_api_v1_channels_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Channel */
        get: operations["show_channel_api_v1_channels__channel_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Channel
         * @description Disconnect: its webhook answers no more, or no more to its secrets if other channels share it;
         *     conversations and messages stay.
         */
        delete: operations["drop_channel_api_v1_channels__channel_id__delete"];
        options?: never;
        head?: never;
        /** Change Channel */
        patch: operations["change_channel_api_v1_channels__channel_id__patch"];
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring
         * @description Up to 100 messages, all or none. Kept safely when this answers; handled soon after, in order per sender.
         */
        post: operations["bring_api_v1_channels__channel_id__messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pause Channel
         * @description Nothing is sent until it is resumed; what comes in still comes in.
         */
        put: operations["pause_channel_api_v1_channels__channel_id__pause_put"];
        post?: never;
        /**
         * Resume Channel
         * @description Send again; the last error is forgotten.
         */
        delete: operations["resume_channel_api_v1_channels__channel_id__pause_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/closing-categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Categories */
        get: operations["list_categories_api_v1_closing_categories_get"];
        put?: never;
        /** Add Category */
        post: operations["add_category_api_v1_closing_categories_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/closing-categories/{category_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Category */
        get: operations["show_category_api_v1_closing_categories__category_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Category
         * @description No longer to choose from; conversations closed with it keep it.
         */
        delete: operations["drop_category_api_v1_closing_categories__category_id__delete"];
        options?: never;
        head?: never;
        /** Change Category */
        patch: operations["change_category_api_v1_closing_categories__category_id__patch"];
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Page
         * @description By name. The search ignores case, accents and Unicode form.
         */
        get: operations["list_page_api_v1_contacts_get"];
        put?: never;
        /**
         * Create
         * @description Enter a contact, who belongs to the caller. Another one with the same phone or e-mail is no obstacle.
         */
        post: operations["create_api_v1_contacts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show */
        get: operations["show_api_v1_contacts__contact_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update
         * @description Change standard and own fields, each checked by its field's type, and the owner.
         */
        patch: operations["update_api_v1_contacts__contact_id__patch"];
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Block
         * @description What a blocked contact writes is kept and moves nothing.
         */
        put: operations["block_api_v1_contacts__contact_id__block_put"];
        post?: never;
        /** Unblock */
        delete: operations["unblock_api_v1_contacts__contact_id__block_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/conversation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open One
         * @description Open a conversation with the contact; 409 names the open one if there is one.
         */
        post: operations["open_one_api_v1_contacts__contact_id__conversation_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Conversations
         * @description All cycles of the contact that the caller may see, newest first.
         */
        get: operations["list_conversations_api_v1_contacts__contact_id__conversations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge
         * @description Merge another contact into this one, which stays: history, addresses, tags and empty values follow, and
         *     the other's id leads here from now on. Of two open conversations the one with an agent stays open, else
         *     the older one. It cannot be undone.
         */
        post: operations["merge_api_v1_contacts__contact_id__merges_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs Of Contact
         * @description Live and ended runs of a contact, newest first.
         */
        get: operations["list_runs_of_contact_api_v1_contacts__contact_id__runs_get"];
        put?: never;
        /**
         * Run For Contact
         * @description Run a shortcut for a contact, whether a conversation is open or not.
         */
        post: operations["run_for_contact_api_v1_contacts__contact_id__runs_post"];
        /**
         * Stop All Of Contact
         * @description Stop every live run of a contact by hand.
         */
        delete: operations["stop_all_of_contact_api_v1_contacts__contact_id__runs_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{contact_id}/tags/{tag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add Tag */
        put: operations["add_tag_api_v1_contacts__contact_id__tags__tag_id__put"];
        post?: never;
        /** Remove Tag */
        delete: operations["remove_tag_api_v1_contacts__contact_id__tags__tag_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look Up
         * @description The one contact with this phone or e-mail; 409 with all ids if there are several.
         */
        get: operations["look_up_api_v1_contacts_lookup_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversation-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Counts
         * @description How many conversations each view holds, as the caller sees it; counted up to the cap.
         */
        get: operations["show_counts_api_v1_conversation_counts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Page
         * @description A view of the inbox, newest activity first.
         */
        get: operations["list_page_api_v1_conversations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show One */
        get: operations["show_one_api_v1_conversations__conversation_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Fields
         * @description Set conversation fields.
         */
        patch: operations["change_fields_api_v1_conversations__conversation_id__patch"];
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Assignment
         * @description The holder, or the place in line. Past decisions are at `/decisions`.
         */
        get: operations["show_assignment_api_v1_conversations__conversation_id__assignment_get"];
        /**
         * Assign
         * @description Give it to a user, or to nobody. It leaves the queue; runs that speak to the contact end.
         */
        put: operations["assign_api_v1_conversations__conversation_id__assignment_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/closure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Close
         * @description Close it, with the note that the workspace wants. The contact's next message starts a new one.
         */
        put: operations["close_api_v1_conversations__conversation_id__closure_put"];
        post?: never;
        /**
         * Undo Closure
         * @description Take the close back, within the workspace's undo time and before a new conversation opens.
         */
        delete: operations["undo_closure_api_v1_conversations__conversation_id__closure_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment
         * @description Note something for colleagues. The contact never sees it, and no run ends.
         */
        post: operations["comment_api_v1_conversations__conversation_id__comments_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Decisions
         * @description Who got the conversation from the queue, and why; the newest 50.
         */
        get: operations["list_decisions_api_v1_conversations__conversation_id__decisions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write
         * @description Answer the contact. A person's answer ends the runs that speak, and claims what nobody holds.
         */
        post: operations["write_api_v1_conversations__conversation_id__messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/queue-entry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Ask For Agent
         * @description Let the queue find an agent, for whoever has it gives it back; an entry that it has already is replaced. A
         *     team whose line it joins becomes responsible, if none is (O6).
         */
        put: operations["ask_for_agent_api_v1_conversations__conversation_id__queue_entry_put"];
        post?: never;
        /**
         * Stop Asking
         * @description Leave the queue. The conversation stays with whoever has it.
         */
        delete: operations["stop_asking_api_v1_conversations__conversation_id__queue_entry_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/read-mark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mark Read
         * @description The caller has read all that has come in so far.
         */
        put: operations["mark_read_api_v1_conversations__conversation_id__read_mark_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run For Conversation
         * @description Run a shortcut for the contact of a conversation. 409 says why it cannot start now.
         */
        post: operations["run_for_conversation_api_v1_conversations__conversation_id__runs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Snooze
         * @description Put it aside until an hour, or until the contact writes.
         */
        put: operations["snooze_api_v1_conversations__conversation_id__snooze_put"];
        post?: never;
        /**
         * Wake
         * @description Take it out of the snoozed ones now.
         */
        delete: operations["wake_api_v1_conversations__conversation_id__snooze_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/takeover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take Over
         * @description Stop the bot and assign the conversation to the caller.
         */
        put: operations["take_over_api_v1_conversations__conversation_id__takeover_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose Team
         * @description The team is responsible, whoever answers.
         */
        put: operations["choose_team_api_v1_conversations__conversation_id__team_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation_id}/thread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Thread
         * @description The contact's whole history, newest first: who sees a conversation may read what came before it.
         */
        get: operations["show_thread_api_v1_conversations__conversation_id__thread_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/closures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Many
         * @description Close them in one transaction. A note that the workspace does not take is refused for all.
         */
        post: operations["close_many_api_v1_conversations_closures_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Dead Letters
         * @description What could not be handled, newest first.
         */
        get: operations["list_dead_letters_api_v1_dead_letters_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{letter_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Dead Letter */
        get: operations["show_dead_letter_api_v1_dead_letters__letter_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{letter_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replay Dead Letter
         * @description Put it back at the end of its lane, once: after its cause was mended.
         */
        put: operations["replay_dead_letter_api_v1_dead_letters__letter_id__replay_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description The log, oldest first. `next` is always given: ask again with it for what happens later.
         */
        get: operations["list_events_api_v1_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Fields
         * @description Contact fields first, by slug.
         */
        get: operations["list_fields_api_v1_fields_get"];
        put?: never;
        /** Add Field */
        post: operations["add_field_api_v1_fields_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields/{field_scope}/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Field */
        get: operations["show_field_api_v1_fields__field_scope___slug__get"];
        put?: never;
        post?: never;
        /**
         * Drop Field
         * @description The values go with it. A published workflow that names the field takes its failure lane.
         */
        delete: operations["drop_field_api_v1_fields__field_scope___slug__delete"];
        options?: never;
        head?: never;
        /**
         * Change Field
         * @description Options may go while contacts still carry them: their values stay.
         */
        patch: operations["change_field_api_v1_fields__field_scope___slug__patch"];
        trace?: never;
    };
    "/api/v1/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Floor
         * @description Who waits for whom, and who is here with how much, as of now.
         */
        get: operations["show_floor_api_v1_floor_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lifecycle-stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Stages
         * @description In the order of the journey.
         */
        get: operations["list_stages_api_v1_lifecycle_stages_get"];
        put?: never;
        /** Add Stage */
        post: operations["add_stage_api_v1_lifecycle_stages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lifecycle-stages/{stage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Stage */
        get: operations["show_stage_api_v1_lifecycle_stages__stage_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Stage
         * @description Taken off every contact, too.
         */
        delete: operations["drop_stage_api_v1_lifecycle_stages__stage_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Stage
         * @description A new `position` moves it there; the others close up.
         */
        patch: operations["change_stage_api_v1_lifecycle_stages__stage_id__patch"];
        trace?: never;
    };
    "/api/v1/mentions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Own Mentions
         * @description Newest first. Each is shown whoever holds the conversation, which itself is as visible as ever.
         */
        get: operations["list_own_mentions_api_v1_mentions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show
         * @description One message with the statuses that it reached and every try to send it.
         */
        get: operations["show_api_v1_messages__message_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message_id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Again
         * @description Send a failed message again, or one whose fate is unknown: then the contact may get it twice.
         */
        post: operations["try_again_api_v1_messages__message_id__attempts_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Outbox
         * @description Messages on their way to a provider, oldest first.
         */
        get: operations["list_outbox_api_v1_outbox_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Queue
         * @description Conversations that wait for an agent, in the order in which they are served: by class, with ageing, and age.
         */
        get: operations["list_queue_api_v1_queue_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routing-strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Strategies
         * @description What a team, the workspace or a step Assign To may choose.
         */
        get: operations["list_strategies_api_v1_routing_strategies_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description Newest first.
         */
        get: operations["list_runs_api_v1_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Run
         * @description A run with its trace: every visit of a step, in order.
         */
        get: operations["show_run_api_v1_runs__run_id__get"];
        put?: never;
        post?: never;
        /**
         * Stop
         * @description Stop a run by hand: owners and managers, and agents where its workflow says so. One that has ended
         *     stays as it is.
         */
        delete: operations["stop_api_v1_runs__run_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Replay
         * @description Walk a run again from its trace: nothing is sent, saved or asked of anybody. With another version: what
         *     that would have done with what came to this run.
         */
        get: operations["show_replay_api_v1_runs__run_id__replay_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run_id}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Replay
         * @description The same with a definition that is sent along. Nothing is stored.
         */
        post: operations["add_replay_api_v1_runs__run_id__replays_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Secrets */
        get: operations["list_secrets_api_v1_secrets_get"];
        put?: never;
        /**
         * Add Secret
         * @description Keep a secret for the requests of workflows.
         */
        post: operations["add_secret_api_v1_secrets_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Secret */
        get: operations["show_secret_api_v1_secrets__slug__get"];
        put?: never;
        post?: never;
        /**
         * Drop Secret
         * @description Requests that name it are no longer made: they take the lane `failure`.
         */
        delete: operations["drop_secret_api_v1_secrets__slug__delete"];
        options?: never;
        head?: never;
        /**
         * Change Secret
         * @description The next call of a workflow is made with the new value; calls that wait, too.
         */
        patch: operations["change_secret_api_v1_secrets__slug__patch"];
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Session
         * @description Who is calling, and the token that writes by cookie carry in `X-CSRF-Token`.
         */
        get: operations["show_session_api_v1_session_get"];
        put?: never;
        /**
         * Sign In Here
         * @description Sign in: sets the session's cookie; a session that the browser had before ends.
         */
        post: operations["sign_in_here_api_v1_session_post"];
        /**
         * Sign Out
         * @description Sign out: the session ends on the server, too.
         */
        delete: operations["sign_out_api_v1_session_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note Here
         * @description A sign of life, as the web app gives it while somebody types or clicks; once a minute is enough.
         */
        post: operations["note_here_api_v1_session_activity_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Password
         * @description Change one's own password, by the current one. All sessions end, this one too.
         */
        put: operations["change_password_api_v1_session_password_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shortcuts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Shortcuts
         * @description Those that you may run, in the order of their first publication.
         */
        get: operations["list_shortcuts_api_v1_shortcuts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Skills */
        get: operations["list_skills_api_v1_skills_get"];
        put?: never;
        /** Add Skill */
        post: operations["add_skill_api_v1_skills_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skills/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Skill */
        get: operations["show_skill_api_v1_skills__slug__get"];
        put?: never;
        post?: never;
        /**
         * Drop Skill
         * @description Nobody has it any more, and nobody who waits is kept waiting for it.
         */
        delete: operations["drop_skill_api_v1_skills__slug__delete"];
        options?: never;
        head?: never;
        /** Rename Skill */
        patch: operations["rename_skill_api_v1_skills__slug__patch"];
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Tags */
        get: operations["list_tags_api_v1_tags_get"];
        put?: never;
        /** Add Tag */
        post: operations["add_tag_api_v1_tags_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{tag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Tag */
        get: operations["show_tag_api_v1_tags__tag_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Tag
         * @description Taken off every contact, too.
         */
        delete: operations["drop_tag_api_v1_tags__tag_id__delete"];
        options?: never;
        head?: never;
        /** Change Tag */
        patch: operations["change_tag_api_v1_tags__tag_id__patch"];
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Teams
         * @description In the order in which they were made.
         */
        get: operations["list_teams_api_v1_teams_get"];
        put?: never;
        /** Add Team */
        post: operations["add_team_api_v1_teams_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Team */
        get: operations["show_team_api_v1_teams__team_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Team
         * @description Its conversations stay, without a team; those that wait for it wait for anybody.
         */
        delete: operations["drop_team_api_v1_teams__team_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Team
         * @description Rename, or set the members in the order of the circle.
         */
        patch: operations["change_team_api_v1_teams__team_id__patch"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description The caller's own, oldest first; there are never more than one page.
         */
        get: operations["list_tokens_api_v1_tokens_get"];
        put?: never;
        /**
         * Add Token
         * @description A token that may all that its user may, except make tokens: this takes a session.
         */
        post: operations["add_token_api_v1_tokens_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Drop Token
         * @description Valid no more from this moment on.
         */
        delete: operations["drop_token_api_v1_tokens__token_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description All users in the order in which they came, the deactivated among them.
         */
        get: operations["list_users_api_v1_users_get"];
        put?: never;
        /**
         * Add User
         * @description Add a user, who can sign in at once and starts offline. Only an owner makes owners.
         */
        post: operations["add_user_api_v1_users_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show User */
        get: operations["show_user_api_v1_users__user_id__get"];
        put?: never;
        post?: never;
        /**
         * Deactivate User
         * @description Deactivate: signed out everywhere at once, tokens gone, offline. Open conversations stay and are listed.
         */
        delete: operations["deactivate_user_api_v1_users__user_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change User
         * @description Change a user. A new role or password ends the user's sessions; a new sight holds from the next request.
         */
        patch: operations["change_user_api_v1_users__user_id__patch"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand Over
         * @description Move all open work of a user, snoozed conversations among it; with `dry_run` only say what would move.
         */
        post: operations["hand_over_api_v1_users__user_id__handover_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change Presence
         * @description Set one's own presence; owners and managers set anybody's.
         */
        put: operations["change_presence_api_v1_users__user_id__presence_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Workflow Schema
         * @description The JSON Schema of definitions, as the builder's forms use it.
         */
        get: operations["show_workflow_schema_api_v1_workflow_schema_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Templates
         * @description The catalogue of workflows to begin with, each with the choices that it leaves open and its tests.
         */
        get: operations["list_templates_api_v1_workflow_templates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Workflows */
        get: operations["list_workflows_api_v1_workflows_get"];
        put?: never;
        /**
         * Add Workflow
         * @description A draft, drawn by you or from a template, then with its tests: nothing runs until it is published. A
         *     choice of the template that is missing or wrong is named in the 422, as `choice`; all are, in `errors`.
         */
        post: operations["add_workflow_api_v1_workflows_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Workflow */
        get: operations["show_workflow_api_v1_workflows__workflow_id__get"];
        put?: never;
        post?: never;
        /**
         * Drop Workflow
         * @description Only one that is not published. The traces of its runs stay.
         */
        delete: operations["drop_workflow_api_v1_workflows__workflow_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change Workflow
         * @description Change the draft. What is published stays as it is until it is published anew.
         */
        patch: operations["change_workflow_api_v1_workflows__workflow_id__patch"];
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Workflow Findings
         * @description What publishing the draft would say, errors first.
         */
        get: operations["list_workflow_findings_api_v1_workflows__workflow_id__findings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Publish Workflow
         * @description Publish the draft as a new version; `findings` in the 422 say what stands in the way.
         */
        put: operations["publish_workflow_api_v1_workflows__workflow_id__publication_put"];
        post?: never;
        /**
         * Stop Workflow
         * @description No new runs from now on; those that are live end as stopped.
         */
        delete: operations["stop_workflow_api_v1_workflows__workflow_id__publication_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Simulation
         * @description Walk through the draft, turn by turn, without side effects: what it would send, save and call, and
         *     where it stands. It is stateless: the next turn is sent together with those before.
         */
        post: operations["add_simulation_api_v1_workflows__workflow_id__simulations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/test-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Test Run
         * @description Play tests against the draft, or against what is given. Nothing is stored and nothing is sent.
         */
        post: operations["add_test_run_api_v1_workflows__workflow_id__test_runs_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Tests */
        get: operations["show_tests_api_v1_workflows__workflow_id__tests_get"];
        /**
         * Put Tests
         * @description Replace the tests of the workflow.
         */
        put: operations["put_tests_api_v1_workflows__workflow_id__tests_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/ticks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Ticks
         * @description The hours of its schedule that have come, newest first, with how far each is: those of 90 days.
         */
        get: operations["list_ticks_api_v1_workflows__workflow_id__ticks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description Newest first.
         */
        get: operations["list_versions_api_v1_workflows__workflow_id__versions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Version
         * @description What was published then; a draft that was changed since looks otherwise.
         */
        get: operations["show_version_api_v1_workflows__workflow_id__versions__number__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/versions/{number}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Figures
         * @description What became of a version's runs, step by step: for the builder's overlay.
         */
        get: operations["show_figures_api_v1_workflows__workflow_id__versions__number__figures_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Webhook
         * @description The address; only for who may change the workflow.
         */
        get: operations["show_webhook_api_v1_workflows__workflow_id__webhook_get"];
        /**
         * Put Webhook
         * @description Give the workflow an address, or change the secret of the one that it has.
         */
        put: operations["put_webhook_api_v1_workflows__workflow_id__webhook_put"];
        post?: never;
        /**
         * Drop Webhook
         * @description Nobody can post there any more.
         */
        delete: operations["drop_webhook_api_v1_workflows__workflow_id__webhook_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/webhook/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhook Deliveries
         * @description The calls of the last 14 days, newest first, with what became of each: also before the workflow is
         *     published, so that a test call shows what there is to map.
         */
        get: operations["list_webhook_deliveries_api_v1_workflows__workflow_id__webhook_deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show Workspace */
        get: operations["show_workspace_api_v1_workspace_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Workspace
         * @description Change the name, or any of the settings.
         */
        patch: operations["change_workspace_api_v1_workspace_patch"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Absence
         * @description Why the system took a user offline; who left by hand has none.
         * @enum {string}
         */
        Absence: "inactive" | "connection_lost";
        /** AcceptedView */
        AcceptedView: {
            /** Accepted */
            accepted: number;
        };
        /**
         * ActorKind
         * @enum {string}
         */
        ActorKind: "contact" | "user" | "workflow" | "api" | "echo" | "auto_close" | "system";
        /** ActorView */
        ActorView: {
            /** Id */
            id: string | null;
            kind: components["schemas"]["ActorKind"];
            /** Name */
            name: string;
        };
        /**
         * Ad
         * @description What the contact came by: it travels with the message that opens the conversation.
         */
        Ad: {
            /**
             * Click Id
             * @default
             */
            click_id?: string;
            /** Id */
            id: string;
            /**
             * Title
             * @default
             */
            title?: string;
            /**
             * Url
             * @default
             */
            url?: string;
        };
        /**
         * Answer
         * @description `to` is a part of the address that is answered; without it the oldest open call is. A body that is no
         *     text is sent as JSON. `fails`: no answer came, and why.
         */
        Answer: {
            body?: components["schemas"]["JsonValue"];
            /** Fails */
            fails?: ("timeout" | "unreachable" | "refused" | "unknown") | null;
            /**
             * Status
             * @default 200
             */
            status?: number;
            /** To */
            to?: string | null;
        };
        /**
         * Assignment
         * @description `expected_user_id`: who holds it as far as the caller knows, null for nobody; 409 if that has changed.
         */
        Assignment: {
            /** Expected User Id */
            expected_user_id?: string | null;
            /** Team Id */
            team_id?: string | null;
            /** User Id */
            user_id: string | null;
        };
        /**
         * AttemptView
         * @description One try to hand the message to the provider.
         */
        AttemptView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            failure: components["schemas"]["FailureView"] | null;
            /** Number */
            number: number;
            /** Outcome */
            outcome: string;
        };
        /**
         * Author
         * @enum {string}
         */
        Author: "contact" | "user" | "workflow" | "api" | "echo";
        /**
         * Begins
         * @description Who may write first (O27).
         * @enum {string}
         */
        Begins: "contact" | "both";
        /** CalendarChange */
        CalendarChange: {
            /** Exceptions */
            exceptions?: components["schemas"]["ExceptionBody"][];
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Timezone
             * @default UTC
             */
            timezone?: string;
            /**
             * @default {
             *       "monday": [],
             *       "tuesday": [],
             *       "wednesday": [],
             *       "thursday": [],
             *       "friday": [],
             *       "saturday": [],
             *       "sunday": []
             *     }
             */
            weekly?: components["schemas"]["WeekBody"];
        };
        /**
         * CalendarState
         * @description `next_opening` is `at` itself while open, `next_closing` is `at` itself while closed; null: never.
         */
        CalendarState: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Is Open */
            is_open: boolean;
            /** Next Closing */
            next_closing: string | null;
            /** Next Opening */
            next_opening: string | null;
        };
        /** CalendarView */
        CalendarView: {
            /** Exceptions */
            exceptions: components["schemas"]["ExceptionBody"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Timezone */
            timezone: string;
            weekly: components["schemas"]["WeekBody"];
        };
        /**
         * CalledView
         * @description A request that would be made; nobody is asked. Secret headers are masked.
         */
        CalledView: {
            /** Body */
            body: string | null;
            /** Headers */
            headers: {
                [key: string]: string;
            };
            /** Method */
            method: string;
            /** Step Id */
            step_id: string | null;
            /** Tries */
            tries: number;
            /** Url */
            url: string;
        };
        /**
         * Case
         * @description One test. `online` are the users who are there from the beginning, `full` those who take nothing more;
         *     `at` is when it begins. `answers` reach the calls in their order, as these are made.
         */
        Case: {
            /** Answers */
            answers?: number | ("timeout" | "unreachable" | "refused" | "unknown") | components["schemas"]["Answer"] | (number | ("timeout" | "unreachable" | "refused" | "unknown") | components["schemas"]["Answer"])[] | null;
            /**
             * At
             * Format: date-time
             * @default 2026-03-02T12:00:00Z
             */
            at?: string;
            /**
             * Channel
             * @default whatsapp
             */
            channel?: string;
            /**
             * Contact
             * @default Linh
             */
            contact?: string | components["schemas"]["Person"];
            expect?: components["schemas"]["Expect"] | null;
            /** Full */
            full?: string[];
            /** Name */
            name: string;
            /** Online */
            online?: string[];
            /**
             * Provider
             * @default accepts
             * @enum {string}
             */
            provider?: "accepts" | "refuses";
            /** Turns */
            turns: components["schemas"]["Turn"][];
        };
        /**
         * CaseResultView
         * @description `failure` says in words what was not as expected; null: the test passed.
         */
        CaseResultView: {
            /** Calls */
            calls: string[];
            /** Failure */
            failure: string | null;
            /** Name */
            name: string;
            /** Passed */
            passed: boolean;
            /** Said */
            said: string[];
            /** Visits */
            visits: [
                string,
                string | null
            ][];
        };
        /**
         * Category
         * @enum {string}
         */
        Category: "greeting" | "assignment" | "routing" | "business" | "collecting" | "supervision" | "following_up" | "advertising";
        /** CategoryChange */
        CategoryChange: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Name
             * @default
             */
            name?: string;
        };
        /** CategoryView */
        CategoryView: {
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** CauseView */
        CauseView: {
            /** Id */
            id: string | null;
            kind: components["schemas"]["ActorKind"];
        };
        /**
         * ChannelChange
         * @description What is left out stays. In `config` a null leaves the setting as it is, an empty text removes it.
         */
        ChannelChange: {
            /** Config */
            config?: {
                [key: string]: string | null;
            };
            /**
             * External Id
             * @default
             */
            external_id?: string;
            /**
             * Name
             * @default
             */
            name?: string;
        };
        /**
         * ChannelKindView
         * @description What a kind of channel is and can do; `reply_window_seconds` null: no window. `files`: the kinds of
         *     files that it sends by their web address. Lengths are counted in `length_unit`.
         */
        ChannelKindView: {
            begins: components["schemas"]["Begins"];
            /** Button Limit */
            button_limit: number;
            /** Button Title Limit */
            button_title_limit: number;
            /** Caption Limit */
            caption_limit: number;
            /** Config Fields */
            config_fields: components["schemas"]["ConfigFieldView"][];
            /** Docs */
            docs: string;
            /** Files */
            files: {
                [key: string]: components["schemas"]["FileRuleView"];
            };
            /** Has Receipts */
            has_receipts: boolean;
            /** Identity Schemes */
            identity_schemes: string[];
            /** Kind */
            kind: string;
            length_unit: components["schemas"]["LengthUnit"];
            /** Name */
            name: string;
            /** Opens On */
            opens_on: string[];
            /** Reply Window Seconds */
            reply_window_seconds: number | null;
            /** Sends */
            sends: string[];
            /** Text Limit */
            text_limit: number;
        };
        /**
         * ChannelView
         * @description Secret settings are null. `config` and `webhook_url` are empty for agents.
         */
        ChannelView: {
            /** Config */
            config: {
                [key: string]: string | null;
            };
            /** External Id */
            external_id: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string;
            /** Last Error At */
            last_error_at: string | null;
            /** Name */
            name: string;
            /** Pause Reason */
            pause_reason: string;
            /** Paused At */
            paused_at: string | null;
            /** Webhook Url */
            webhook_url: string | null;
        };
        /**
         * ChoiceKind
         * @description Words are written by whoever chooses; all others name something of the workspace: fields and secrets
         *     by their slug, the rest by id.
         * @enum {string}
         */
        ChoiceKind: "text" | "title" | "url" | "team" | "user" | "tag" | "channel" | "category" | "calendar" | "stage" | "secret" | "contact_field" | "conversation_field";
        /**
         * ChoiceView
         * @description `kind` says what is to be chosen: words (`text`, `title`, `url`), the slug of a field, or the id of
         *     a team, user, tag ... `proposal` is taken where nothing is chosen; null: it has to be chosen.
         */
        ChoiceView: {
            /** Key */
            key: string;
            kind: components["schemas"]["ChoiceKind"];
            /** Label */
            label: string;
            /** Proposal */
            proposal: string | null;
        };
        /**
         * ClosingFilter
         * @description Open and snoozed ones to which all that is given applies.
         */
        ClosingFilter: {
            /** Assignee Id */
            assignee_id?: string | null;
            /** Idle Since */
            idle_since?: string | null;
            /** Team Id */
            team_id?: string | null;
            /**
             * Unassigned
             * @default false
             */
            unassigned?: boolean;
        };
        /**
         * ClosingMode
         * @description What closing asks for (behaviour 4.2).
         * @enum {string}
         */
        ClosingMode: "optional" | "category_required" | "both_required" | "disabled";
        /**
         * Closure
         * @description What the workspace's closing mode asks for.
         */
        Closure: {
            /** Category Id */
            category_id?: string | null;
            /**
             * Summary
             * @default
             */
            summary?: string;
        };
        /**
         * Closures
         * @description Either ids or a filter; the same closing note for all.
         */
        Closures: {
            /** Category Id */
            category_id?: string | null;
            /** Conversation Ids */
            conversation_ids?: string[];
            filter?: components["schemas"]["ClosingFilter"] | null;
            /**
             * Summary
             * @default
             */
            summary?: string;
        };
        /**
         * ClosuresView
         * @description What became of each. `more`: the filter holds further ones, call again.
         */
        ClosuresView: {
            /** Items */
            items: components["schemas"]["Outcome"][];
            /** More */
            more: boolean;
        };
        /**
         * CommentItem
         * @description `mentions`: ids of users.
         */
        CommentItem: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            author: components["schemas"]["Author"];
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /** Body */
            body: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mentions */
            mentions?: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "comment";
        };
        /** ConfigFieldView */
        ConfigFieldView: {
            /** Help */
            help: string;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Required */
            required: boolean;
            /** Secret */
            secret: boolean;
        };
        /**
         * ContactChange
         * @description `owner_id`: an active user, or null for nobody. `lifecycle_stage_id`: null takes the stage off.
         */
        ContactChange: {
            /** Country */
            country?: string | null;
            /** Display Name */
            display_name?: string | null;
            /** Email */
            email?: string | null;
            /** Family Name */
            family_name?: string | null;
            /** Fields */
            fields?: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** Given Name */
            given_name?: string | null;
            /** Language */
            language?: string | null;
            /** Lifecycle Stage Id */
            lifecycle_stage_id?: string | null;
            /** Owner Id */
            owner_id?: string | null;
            /** Phone */
            phone?: string | null;
        };
        /**
         * ContactChannelView
         * @description `window_open_until`: until when free text may be sent, where the channel has such a window.
         */
        ContactChannelView: {
            /** Address */
            address: string;
            /**
             * Channel Id
             * Format: uuid
             */
            channel_id: string;
            /** Kind */
            kind: string;
            /** Last Inbound At */
            last_inbound_at: string | null;
            /** Name */
            name: string;
            /** Window Open Until */
            window_open_until: string | null;
        };
        /** ContactNameView */
        ContactNameView: {
            /** Display Name */
            display_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /** ContactView */
        ContactView: {
            /** Blocked At */
            blocked_at: string | null;
            /** Channels */
            channels?: components["schemas"]["ContactChannelView"][];
            /** Country */
            country: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Display Name */
            display_name: string;
            /** Email */
            email: string | null;
            /** Family Name */
            family_name: string | null;
            /** Fields */
            fields: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** First Name */
            first_name: string;
            /** Given Name */
            given_name: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Language */
            language: string | null;
            /** Lifecycle Stage Id */
            lifecycle_stage_id: string | null;
            /** Open Conversation Id */
            open_conversation_id: string | null;
            /** Owner Id */
            owner_id: string | null;
            /** Phone */
            phone: string | null;
            /** Tags */
            tags: string[];
        };
        /**
         * ConversationChange
         * @description Fields by slug; null clears one.
         */
        ConversationChange: {
            /** Fields */
            fields: {
                [key: string]: string | number | boolean | string[] | null;
            };
        };
        /** ConversationView */
        ConversationView: {
            /**
             * Activity At
             * Format: date-time
             */
            activity_at: string;
            /** Assigned At */
            assigned_at: string | null;
            /** Assignee Id */
            assignee_id: string | null;
            /** Category Id */
            category_id: string | null;
            /** Channel Id */
            channel_id: string | null;
            /** Closed At */
            closed_at: string | null;
            closed_by: components["schemas"]["Source"] | null;
            /** Closed By User Id */
            closed_by_user_id: string | null;
            contact: components["schemas"]["ContactNameView"];
            /** Fields */
            fields: {
                [key: string]: string | number | boolean | string[] | null;
            };
            handler: components["schemas"]["Handler"];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            opened_by: components["schemas"]["Source"];
            /** Preview */
            preview: string;
            /** Preview Outgoing */
            preview_outgoing: boolean;
            reply_window?: components["schemas"]["ReplyWindowView"] | null;
            run?: components["schemas"]["LiveRunView"] | null;
            /** Snoozed Until */
            snoozed_until: string | null;
            status: components["schemas"]["Status"];
            /** Summary */
            summary: string;
            /** Team Id */
            team_id: string | null;
            /** Unanswered Since */
            unanswered_since: string | null;
            /** Undo Until */
            undo_until?: string | null;
            /** Unread Count */
            unread_count: number;
            waiting: components["schemas"]["QueuePlaceView"] | null;
        };
        /**
         * CountsView
         * @description A number above `cap` means: more than that.
         */
        CountsView: {
            /** Cap */
            cap: number;
            /** Unanswered Mine */
            unanswered_mine: number;
            /** Views */
            views: {
                [key: string]: number;
            };
        };
        /** CoverageView */
        CoverageView: {
            /** Lanes */
            lanes: number;
            /** Lanes Reached */
            lanes_reached: number;
            /** Missed Lanes */
            missed_lanes: [
                string,
                string
            ][];
            /** Missed Steps */
            missed_steps: string[];
            /** Steps */
            steps: number;
            /** Steps Reached */
            steps_reached: number;
        };
        /** Credentials */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * DeactivatedView
         * @description The user's open conversations stay with the user until somebody assigns them anew.
         */
        DeactivatedView: {
            /** Open Conversation Ids */
            open_conversation_ids: string[];
            user: components["schemas"]["UserView"];
        };
        /**
         * DeadLetterView
         * @description `body` is the beginning of what came in, as text.
         */
        DeadLetterView: {
            /** Body */
            body: string;
            /** Error */
            error: string;
            /**
             * Failed At
             * Format: date-time
             */
            failed_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Replayed At */
            replayed_at: string | null;
            /** Size */
            size: number;
            /** Source Id */
            source_id: string | null;
        };
        /**
         * DecisionView
         * @description Who got the conversation; `reason` says why, for people (`sentence`) and for machines.
         */
        DecisionView: {
            /**
             * Decided At
             * Format: date-time
             */
            decided_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: {
                [key: string]: unknown;
            };
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
            /** Waited Seconds */
            waited_seconds: number;
        };
        /**
         * DeliveryView
         * @description A call as it came: `payload` is its JSON text.
         */
        DeliveryView: {
            /** Contact Id */
            contact_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Outcome */
            outcome: string;
            /** Payload */
            payload: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Run Id */
            run_id: string | null;
        };
        /**
         * DifferenceView
         * @description The first thing that would come out otherwise; `what` is step, lane, error, output or end.
         */
        DifferenceView: {
            /** After */
            after: unknown;
            /** Before */
            before: unknown;
            /** Sentence */
            sentence: string;
            /** Step Id */
            step_id: string | null;
            /** Visit */
            visit: number;
            /** What */
            what: string;
        };
        /**
         * Direction
         * @enum {string}
         */
        Direction: "in" | "out";
        /**
         * EndReason
         * @enum {string}
         */
        EndReason: "completed" | "conversation_closed" | "person_replied" | "taken_over" | "assigned_by_hand" | "stopped" | "undelivered" | "timed_out" | "invalid_answer" | "too_many_steps" | "step_failed" | "contact_blocked" | "contact_merged" | "contact_wrote" | "restarted";
        /**
         * ErrorClass
         * @description Why a message failed, in our words; `spec/channels` calls them R, RL, W, P, PC, A, C.
         * @enum {string}
         */
        ErrorClass: "retry" | "rate" | "window" | "permanent" | "contact" | "account" | "content" | "cancelled";
        /**
         * EventItem
         * @description `text` is one sentence in English; `kind` and `body` are for clients that word it themselves.
         */
        EventItem: {
            actor: components["schemas"]["ActorView"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** Conversation Id */
            conversation_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event";
        };
        /**
         * EventView
         * @description A fact. `cursor` is its place in the log; `body` depends on `kind`.
         */
        EventView: {
            actor: components["schemas"]["CauseView"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Body */
            body: {
                [key: string]: unknown;
            };
            /** Contact Id */
            contact_id: string | null;
            /** Conversation Id */
            conversation_id: string | null;
            /** Cursor */
            cursor: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
        };
        /**
         * ExceptionBody
         * @description On this date these hours hold instead of the week's; none: closed.
         */
        ExceptionBody: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Hours */
            hours?: components["schemas"]["HoursBody"][];
            /**
             * Name
             * @default
             */
            name?: string;
        };
        /**
         * Expect
         * @description What is left out is not looked at. `messages` are all that the contact was sent since the last look,
         *     word for word; `hears` only parts of them. `calls` are all requests since the last look, `started` the
         *     other workflows that a run began of. `at` is the step where the run waits.
         */
        Expect: {
            /** Assignee */
            assignee?: string | null;
            /** At */
            at?: string | null;
            /** Calls */
            calls?: (string | components["schemas"]["WantedCall"])[] | null;
            /** Comments */
            comments?: string[];
            /** Conversation */
            conversation?: ("open" | "closed" | "none") | null;
            /** End */
            end?: components["schemas"]["EndReason"] | "running" | null;
            /** Fields */
            fields?: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** Hears */
            hears?: string[];
            /** Lanes */
            lanes?: {
                [key: string]: string;
            };
            /** Lifecycle */
            lifecycle?: string | null;
            /** Messages */
            messages?: string[] | null;
            /** No Tags */
            no_tags?: string[];
            /** Started */
            started?: string[] | null;
            /** Steps */
            steps?: string[];
            /** Tags */
            tags?: string[];
            /** Team */
            team?: string | null;
            /** Webhook */
            webhook?: string | null;
        };
        /**
         * FailureView
         * @description `code` is the provider's, `text` is for people.
         */
        FailureView: {
            /** Code */
            code: string;
            error_class: components["schemas"]["ErrorClass"];
            /** Text */
            text: string;
        };
        /** FieldChange */
        FieldChange: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /** Options */
            options?: string[];
        };
        /**
         * FieldScope
         * @enum {string}
         */
        FieldScope: "contact" | "conversation";
        /**
         * FieldType
         * @enum {string}
         */
        FieldType: "text" | "number" | "checkbox" | "date" | "time" | "email" | "phone" | "url" | "list";
        /** FieldView */
        FieldView: {
            /** Description */
            description: string;
            /** Name */
            name: string;
            /** Options */
            options: string[];
            scope: components["schemas"]["FieldScope"];
            /** Slug */
            slug: string;
            type: components["schemas"]["FieldType"];
        };
        /**
         * FileRuleView
         * @description What the channel takes as this kind of file; no endings: any. The provider judges the size.
         */
        FileRuleView: {
            /** Endings */
            endings: string[];
            /** Most Bytes */
            most_bytes: number;
            /** Takes Caption */
            takes_caption: boolean;
        };
        /**
         * FindingView
         * @description An `error` stands in the way of publishing; a `warning` is worth a look. `step_id` null: the whole.
         *     `path` leads there from the start: step, lane, step, lane ...; empty where the step alone says it.
         */
        FindingView: {
            /** Code */
            code: string;
            /** Path */
            path: string[];
            /** Sentence */
            sentence: string;
            /** Severity */
            severity: string;
            /** Step Id */
            step_id: string | null;
        };
        /**
         * FloorAgent
         * @description `open_count` conversations weigh `load` units of `capacity` (null: no limit); `over_by` are too many.
         */
        FloorAgent: {
            /** Capacity */
            capacity: number | null;
            /** Load */
            load: number;
            /** Name */
            name: string;
            /** Open Count */
            open_count: number;
            /** Over By */
            over_by: number;
            presence: components["schemas"]["Presence"];
            /** Presence Reason */
            presence_reason: string | null;
            /**
             * Presence Since
             * Format: date-time
             */
            presence_since: string;
            /** Team Ids */
            team_ids: string[];
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
        };
        /**
         * FloorView
         * @description All lines, all active users, and how many are how.
         */
        FloorView: {
            /** Agents */
            agents: components["schemas"]["FloorAgent"][];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By Presence */
            by_presence: {
                [key: string]: number;
            };
            /** Lines */
            lines: components["schemas"]["LineView"][];
        };
        /**
         * FormField
         * @description One input of the form; its answer is read as `trigger.NAME`. `options` belong to the type choice.
         */
        FormField: {
            /**
             * Is Required
             * @default false
             */
            is_required?: boolean;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Options */
            options?: string[];
            /**
             * Type
             * @default text
             * @enum {string}
             */
            type?: "text" | "number" | "checkbox" | "choice" | "date";
        };
        /**
         * Handler
         * @description The one owner of the conversation at a time (O17).
         * @enum {string}
         */
        Handler: "bot" | "agent" | "nobody";
        /**
         * Handover
         * @description To one user, to a team's line, or, with neither, to the line that the work belongs to.
         */
        Handover: {
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            /** Team Id */
            team_id?: string | null;
            /** User Id */
            user_id?: string | null;
        };
        /**
         * HandoverView
         * @description `open` when it began, `moved` by this call (or, as a preview, what would be), `skipped` what had moved
         *     meanwhile or is not the caller's to see. Call again while `remaining` is above 0.
         */
        HandoverView: {
            /** Conversation Ids */
            conversation_ids?: string[];
            /** Moved */
            moved: number;
            /** Open */
            open: number;
            /** Remaining */
            remaining: number;
            /** Skipped */
            skipped: number;
        };
        /** HappenedView */
        HappenedView: {
            /** Kind */
            kind: string;
            /** Values */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * HolderView
         * @description `assignments`: how often it was given to somebody; `reassignments` leave the first out.
         */
        HolderView: {
            /** Assigned At */
            assigned_at: string | null;
            /** Assignee Id */
            assignee_id: string | null;
            /** Assignments */
            assignments: number;
            /** Reassignments */
            reassignments: number;
            waiting: components["schemas"]["PlaceView"] | null;
        };
        /**
         * HookSettings
         * @description `secret` null: calls need no signature. `renews_address`: the former address is dead from now on.
         */
        HookSettings: {
            /**
             * Renews Address
             * @default false
             */
            renews_address?: boolean;
            /** Secret */
            secret?: string | null;
        };
        /**
         * HookView
         * @description `path` follows the origin of this server; whoever knows it can post there.
         */
        HookView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Is Signed */
            is_signed: boolean;
            /** Path */
            path: string;
        };
        /**
         * HoursBody
         * @description By the clock on the wall: `closes` not later than `opens` is on the next day; `24:00` ends the day.
         */
        HoursBody: {
            /**
             * Closes
             * @example 18:00
             */
            closes: string;
            /**
             * Opens
             * @example 09:00
             */
            opens: string;
        };
        /**
         * InboundBatch
         * @description Each item has a `type`: message, echo, receipt, reaction or edit. `channel` is filled in.
         */
        InboundBatch: {
            /** Messages */
            messages: {
                [key: string]: unknown;
            }[];
        };
        JsonValue: unknown;
        /**
         * LengthUnit
         * @description What a provider counts when it says how long a text may be.
         * @enum {string}
         */
        LengthUnit: "characters" | "utf16" | "bytes";
        /**
         * LineView
         * @description Those who wait for a team (null: for anybody). `expected_wait_seconds` is what the next to come must
         *     expect: the number of those in line over the assignments of the last hour; null while there were none.
         *     `reassigned_last_hour` counts the team's open conversations that changed hands. `load` is what the members
         *     (of no team: all users) have in hand, in units, `capacity` what those who are not offline may have; null:
         *     somebody of them has no limit.
         */
        LineView: {
            /** Assigned Last Hour */
            assigned_last_hour: number;
            /** By Presence */
            by_presence: {
                [key: string]: number;
            };
            /** Capacity */
            capacity: number | null;
            /** Expected Wait Seconds */
            expected_wait_seconds: number | null;
            /** Load */
            load: number;
            /** Oldest Seconds */
            oldest_seconds: number;
            /** Oldest Since */
            oldest_since: string | null;
            /** Reassigned Last Hour */
            reassigned_last_hour: number;
            /** Team Id */
            team_id: string | null;
            /** Team Name */
            team_name: string | null;
            /** Waiting */
            waiting: number;
        };
        /**
         * ListedContact
         * @description `first_name` is for greetings: the given name, else the display name.
         */
        ListedContact: {
            /** Blocked At */
            blocked_at: string | null;
            /** Country */
            country: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Display Name */
            display_name: string;
            /** Email */
            email: string | null;
            /** Family Name */
            family_name: string | null;
            /** Fields */
            fields: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** First Name */
            first_name: string;
            /** Given Name */
            given_name: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Language */
            language: string | null;
            /** Lifecycle Stage Id */
            lifecycle_stage_id: string | null;
            /** Open Conversation Id */
            open_conversation_id: string | null;
            /** Owner Id */
            owner_id: string | null;
            /** Phone */
            phone: string | null;
            /** Tags */
            tags: string[];
        };
        /**
         * ListedConversation
         * @description A row of the inbox. `undo_until` is set while a close can be undone.
         */
        ListedConversation: {
            /**
             * Activity At
             * Format: date-time
             */
            activity_at: string;
            /** Assigned At */
            assigned_at: string | null;
            /** Assignee Id */
            assignee_id: string | null;
            /** Category Id */
            category_id: string | null;
            /** Channel Id */
            channel_id: string | null;
            /** Closed At */
            closed_at: string | null;
            closed_by: components["schemas"]["Source"] | null;
            /** Closed By User Id */
            closed_by_user_id: string | null;
            contact: components["schemas"]["ContactNameView"];
            /** Fields */
            fields: {
                [key: string]: string | number | boolean | string[] | null;
            };
            handler: components["schemas"]["Handler"];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            opened_by: components["schemas"]["Source"];
            /** Preview */
            preview: string;
            /** Preview Outgoing */
            preview_outgoing: boolean;
            /** Snoozed Until */
            snoozed_until: string | null;
            status: components["schemas"]["Status"];
            /** Summary */
            summary: string;
            /** Team Id */
            team_id: string | null;
            /** Unanswered Since */
            unanswered_since: string | null;
            /** Undo Until */
            undo_until?: string | null;
            /** Unread Count */
            unread_count: number;
            waiting: components["schemas"]["QueuePlaceView"] | null;
        };
        /**
         * ListedDeadLetter
         * @description `source_id` is the endpoint or channel that it came through.
         */
        ListedDeadLetter: {
            /** Error */
            error: string;
            /**
             * Failed At
             * Format: date-time
             */
            failed_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Replayed At */
            replayed_at: string | null;
            /** Size */
            size: number;
            /** Source Id */
            source_id: string | null;
        };
        /**
         * LiveRunView
         * @description `waiting` says for what, `until` until when.
         */
        LiveRunView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Step Id */
            step_id: string | null;
            /** Until */
            until: string | null;
            /** Waiting */
            waiting: string | null;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Workflow Name */
            workflow_name: string;
        };
        /** MentionView */
        MentionView: {
            comment: components["schemas"]["CommentItem"];
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
        };
        /**
         * MergeWith
         * @description The contact that goes.
         */
        MergeWith: {
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
        };
        /**
         * MessageItem
         * @description `text` is the content's words as a person reads them; `reply_to` is a message's id.
         */
        MessageItem: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            author: components["schemas"]["Author"];
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /**
             * Channel Id
             * Format: uuid
             */
            channel_id: string;
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Conversation Id */
            conversation_id: string | null;
            direction: components["schemas"]["Direction"];
            failure: components["schemas"]["FailureView"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reactions */
            reactions: string[];
            /** Reply To */
            reply_to: string | null;
            status: components["schemas"]["MessageStatus"];
            /**
             * Status At
             * Format: date-time
             */
            status_at: string;
            /** Text */
            text: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message";
        };
        /**
         * MessageStatus
         * @description In order of progress; see `may_follow`. Inbound messages are `received` and never change.
         * @enum {string}
         */
        MessageStatus: "received" | "queued" | "sending" | "unknown" | "accepted" | "sent" | "failed" | "delivered" | "read" | "played";
        /**
         * MessageView
         * @description A message with all that happened to it.
         */
        MessageView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Attempts */
            attempts: components["schemas"]["AttemptView"][];
            author: components["schemas"]["Author"];
            /** Author Id */
            author_id: string | null;
            /** Author Name */
            author_name: string | null;
            /**
             * Channel Id
             * Format: uuid
             */
            channel_id: string;
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Conversation Id */
            conversation_id: string | null;
            direction: components["schemas"]["Direction"];
            failure: components["schemas"]["FailureView"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reactions */
            reactions: string[];
            /** Reply To */
            reply_to: string | null;
            status: components["schemas"]["MessageStatus"];
            /**
             * Status At
             * Format: date-time
             */
            status_at: string;
            /** Statuses */
            statuses: components["schemas"]["StatusView"][];
            /** Text */
            text: string;
            /**
             * Type
             * @default message
             * @constant
             */
            type?: "message";
        };
        /**
         * MomentView
         * @description `starts` names other workflows that began, `webhook` says what became of what was posted.
         */
        MomentView: {
            /** Calls */
            calls: components["schemas"]["CalledView"][];
            /** Refused */
            refused: string | null;
            /** Saves */
            saves: components["schemas"]["HappenedView"][];
            /** Sends */
            sends: components["schemas"]["SaidView"][];
            /** Starts */
            starts: string[];
            /** Visits */
            visits: [
                string,
                string | null
            ][];
            /** Webhook */
            webhook: string | null;
        };
        /**
         * NewAttachment
         * @description A file on the web, by its https address: the channel's provider fetches it, Parley does not.
         */
        NewAttachment: {
            /** Filename */
            filename?: string | null;
            /**
             * Media
             * @enum {string}
             */
            media: "image" | "video" | "audio" | "file";
            /** Url */
            url: string;
        };
        /** NewCalendar */
        NewCalendar: {
            /** Exceptions */
            exceptions?: components["schemas"]["ExceptionBody"][];
            /** Name */
            name: string;
            /** Timezone */
            timezone: string;
            /**
             * @default {
             *       "monday": [],
             *       "tuesday": [],
             *       "wednesday": [],
             *       "thursday": [],
             *       "friday": [],
             *       "saturday": [],
             *       "sunday": []
             *     }
             */
            weekly?: components["schemas"]["WeekBody"];
        };
        /** NewCategory */
        NewCategory: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
        };
        /**
         * NewChannel
         * @description `external_id` is how the provider's events name the channel; left out, the kind's first setting.
         *     `shares_webhook_with`: a channel of the same kind whose webhook serves this one, too.
         */
        NewChannel: {
            /** Config */
            config?: {
                [key: string]: string | null;
            };
            /**
             * External Id
             * @default
             */
            external_id?: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Shares Webhook With */
            shares_webhook_with?: string | null;
        };
        /**
         * NewComment
         * @description `mentions`: users who are told of it, whatever the text says.
         */
        NewComment: {
            /** Body */
            body: string;
            /** Mentions */
            mentions?: string[];
        };
        /** NewContact */
        NewContact: {
            /** Country */
            country?: string | null;
            /** Display Name */
            display_name: string;
            /** Email */
            email?: string | null;
            /** Family Name */
            family_name?: string | null;
            /** Fields */
            fields?: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** Given Name */
            given_name?: string | null;
            /** Language */
            language?: string | null;
            /** Phone */
            phone?: string | null;
        };
        /**
         * NewField
         * @description `options` for lists alone. Scope, slug and type stay for ever.
         */
        NewField: {
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /** Options */
            options?: string[];
            /** @default contact */
            scope?: components["schemas"]["FieldScope"];
            /** Slug */
            slug: string;
            /** @default text */
            type?: components["schemas"]["FieldType"];
        };
        /**
         * NewMessage
         * @description Without `channel_id` it goes where the contact was heard last. `reply_to` is a message's id. With an
         *     `attachment` the text, if there is one, stands beside the file.
         *
         *     `expected_user_id`: who holds the conversation as far as the caller knows, null for nobody; 409 if that
         *     has changed.
         */
        NewMessage: {
            attachment?: components["schemas"]["NewAttachment"] | null;
            /** Channel Id */
            channel_id?: string | null;
            /** Expected User Id */
            expected_user_id?: string | null;
            /** Reply To */
            reply_to?: string | null;
            /**
             * Text
             * @default
             */
            text?: string;
        };
        /**
         * NewRun
         * @description `answers` by the names of the form's fields; a date is written like 2026-03-02.
         */
        NewRun: {
            /** Answers */
            answers?: {
                [key: string]: unknown;
            };
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
        };
        /**
         * NewSecret
         * @description Workflows write `{{secret.SLUG}}` for it.
         */
        NewSecret: {
            /** Slug */
            slug: string;
            /** Value */
            value: string;
        };
        /**
         * NewSkill
         * @description The slug is what users and workflows name it by; it never changes.
         */
        NewSkill: {
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /**
         * NewStage
         * @description Without a `position` it is the last; otherwise those behind it move on.
         */
        NewStage: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Is Lost
             * @default false
             */
            is_lost?: boolean;
            /** Name */
            name: string;
            /** Position */
            position?: number | null;
        };
        /**
         * NewTag
         * @description The name is unique, whatever the case or the accents. `colour` is a plain colour word.
         */
        NewTag: {
            /**
             * Colour
             * @default grey
             */
            colour?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
        };
        /** NewTeam */
        NewTeam: {
            /** Calendar Id */
            calendar_id?: string | null;
            /** Max In Hand */
            max_in_hand?: number | null;
            /** Max Open */
            max_open?: number | null;
            /** Members */
            members?: string[];
            /** Name */
            name: string;
            /** @default round_robin */
            next_strategy?: components["schemas"]["Strategy"];
            /**
             * Preferred Seconds
             * @default 0
             */
            preferred_seconds?: number;
            /** @default round_robin */
            strategy?: components["schemas"]["Strategy"];
        };
        /**
         * NewToken
         * @description Without `expires_in_days` the token is valid until it is deleted.
         */
        NewToken: {
            /** Expires In Days */
            expires_in_days?: number | null;
            /** Name */
            name: string;
        };
        /**
         * NewTokenView
         * @description `token` is shown this once.
         */
        NewTokenView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Token */
            token: string;
            /** Used At */
            used_at: string | null;
        };
        /**
         * NewUser
         * @description Without `capacity` the workspace's `default_capacity` is taken; null means no limit.
         */
        NewUser: {
            /** Capacity */
            capacity?: number | null;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** @default agent */
            role?: components["schemas"]["Role"];
            /** @default all */
            visibility?: components["schemas"]["Visibility"];
        };
        /**
         * NewWorkflow
         * @description Without `name` the draft's own is taken. With `template` the draft is drawn from the catalogue, by
         *     the `choices` that the template leaves open, and the template's tests are stored beside it;
         *     `tests_required` true: only while they pass may it be published.
         */
        NewWorkflow: {
            /** Choices */
            choices?: {
                [key: string]: string;
            };
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Draft
             * @description A workflow definition; it may be unfinished until it is published.
             */
            draft?: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default
             */
            name?: string;
            /** Template */
            template?: string | null;
            /**
             * Tests Required
             * @default false
             */
            tests_required?: boolean;
        };
        /**
         * Note
         * @description The closing note.
         */
        Note: {
            /** Category */
            category?: string | null;
            /**
             * Summary
             * @default
             */
            summary?: string;
        };
        /**
         * OutboxView
         * @description A message on its way to the provider.
         */
        OutboxView: {
            /**
             * Channel Id
             * Format: uuid
             */
            channel_id: string;
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /** Conversation Id */
            conversation_id: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Error */
            last_error: string;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
            /** State */
            state: string;
            /** Tries */
            tries: number;
        };
        /** Outcome */
        Outcome: {
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "closed" | "already_closed" | "not_found";
        };
        /** OwnPassword */
        OwnPassword: {
            /** Current Password */
            current_password: string;
            /** Password */
            password: string;
        };
        /** Page[Annotated[Union[MessageItem, CommentItem, EventItem], FieldInfo(annotation=NoneType, required=True, discriminator='type')]] */
        Page_Annotated_Union_MessageItem__CommentItem__EventItem___FieldInfo_annotation_NoneType__required_True__discriminator__type____: {
            /** Items */
            items: (components["schemas"]["MessageItem"] | components["schemas"]["CommentItem"] | components["schemas"]["EventItem"])[];
            /** Next */
            next?: string | null;
        };
        /** Page[CalendarView] */
        Page_CalendarView_: {
            /** Items */
            items: components["schemas"]["CalendarView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[CategoryView] */
        Page_CategoryView_: {
            /** Items */
            items: components["schemas"]["CategoryView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ChannelKindView] */
        Page_ChannelKindView_: {
            /** Items */
            items: components["schemas"]["ChannelKindView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ChannelView] */
        Page_ChannelView_: {
            /** Items */
            items: components["schemas"]["ChannelView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[DecisionView] */
        Page_DecisionView_: {
            /** Items */
            items: components["schemas"]["DecisionView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[DeliveryView] */
        Page_DeliveryView_: {
            /** Items */
            items: components["schemas"]["DeliveryView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[EventView] */
        Page_EventView_: {
            /** Items */
            items: components["schemas"]["EventView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[FieldView] */
        Page_FieldView_: {
            /** Items */
            items: components["schemas"]["FieldView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[FindingView] */
        Page_FindingView_: {
            /** Items */
            items: components["schemas"]["FindingView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ListedContact] */
        Page_ListedContact_: {
            /** Items */
            items: components["schemas"]["ListedContact"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ListedConversation] */
        Page_ListedConversation_: {
            /** Items */
            items: components["schemas"]["ListedConversation"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ListedDeadLetter] */
        Page_ListedDeadLetter_: {
            /** Items */
            items: components["schemas"]["ListedDeadLetter"][];
            /** Next */
            next?: string | null;
        };
        /** Page[MentionView] */
        Page_MentionView_: {
            /** Items */
            items: components["schemas"]["MentionView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[OutboxView] */
        Page_OutboxView_: {
            /** Items */
            items: components["schemas"]["OutboxView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[QueueEntryView] */
        Page_QueueEntryView_: {
            /** Items */
            items: components["schemas"]["QueueEntryView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[RunView] */
        Page_RunView_: {
            /** Items */
            items: components["schemas"]["RunView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[SecretView] */
        Page_SecretView_: {
            /** Items */
            items: components["schemas"]["SecretView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ShortcutView] */
        Page_ShortcutView_: {
            /** Items */
            items: components["schemas"]["ShortcutView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[SkillView] */
        Page_SkillView_: {
            /** Items */
            items: components["schemas"]["SkillView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[StageView] */
        Page_StageView_: {
            /** Items */
            items: components["schemas"]["StageView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[StrategyView] */
        Page_StrategyView_: {
            /** Items */
            items: components["schemas"]["StrategyView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TagView] */
        Page_TagView_: {
            /** Items */
            items: components["schemas"]["TagView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TeamView] */
        Page_TeamView_: {
            /** Items */
            items: components["schemas"]["TeamView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TemplateView] */
        Page_TemplateView_: {
            /** Items */
            items: components["schemas"]["TemplateView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TickView] */
        Page_TickView_: {
            /** Items */
            items: components["schemas"]["TickView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[TokenView] */
        Page_TokenView_: {
            /** Items */
            items: components["schemas"]["TokenView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[UserView] */
        Page_UserView_: {
            /** Items */
            items: components["schemas"]["UserView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[VersionView] */
        Page_VersionView_: {
            /** Items */
            items: components["schemas"]["VersionView"][];
            /** Next */
            next?: string | null;
        };
        /** Page[WorkflowView] */
        Page_WorkflowView_: {
            /** Items */
            items: components["schemas"]["WorkflowView"][];
            /** Next */
            next?: string | null;
        };
        /** Pause */
        Pause: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * Person
         * @description The contact as known before the first turn; only `name` is needed.
         */
        Person: {
            /** Country */
            country?: string | null;
            /** Email */
            email?: string | null;
            /** Fields */
            fields?: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /** Language */
            language?: string | null;
            /** Lifecycle */
            lifecycle?: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone?: string | null;
            /** Tags */
            tags?: string[];
        };
        /**
         * PhoneCall
         * @description A call that is over; without seconds nobody answered it.
         */
        PhoneCall: {
            /**
             * Direction
             * @default in
             * @enum {string}
             */
            direction?: "in" | "out";
            /**
             * Seconds
             * @default 0
             */
            seconds?: number;
            /** Status */
            status?: string | null;
        };
        /**
         * PlaceView
         * @description `position` counts from 1 in its line. `expected_wait_seconds`: the place over the assignments of the last
         *     hour in that line; null while there were none. `sentence` says why nobody has it yet.
         */
        PlaceView: {
            /** Candidates */
            candidates: number;
            /** Excluded */
            excluded: {
                [key: string]: number;
            };
            /** Expected Wait Seconds */
            expected_wait_seconds: number | null;
            /** Position */
            position: number;
            /** Sentence */
            sentence: string;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Team Id */
            team_id: string | null;
            /** Waited Seconds */
            waited_seconds: number;
        };
        /**
         * Presence
         * @description How a user is here (O21). `finishing`: present, ends what is begun, gets nothing new.
         * @enum {string}
         */
        Presence: "online" | "busy" | "break" | "offline" | "finishing";
        /** PresenceChange */
        PresenceChange: {
            presence: components["schemas"]["Presence"];
            /** Reason */
            reason?: string | null;
        };
        /** Problem */
        Problem: {
            code: string;
            detail: string;
            errors?: {
                field?: string;
                message?: string;
            }[];
            status: number;
            title: string;
            type: string;
        };
        /**
         * PublishedView
         * @description With the definition that its runs stand on, under the name that it had then.
         */
        PublishedView: {
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
            /** Hash */
            hash: string;
            /** Number */
            number: number;
            /**
             * Published At
             * Format: date-time
             */
            published_at: string;
            /** Published By */
            published_by: string | null;
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
        };
        /**
         * QueueEntryView
         * @description `waited_seconds` up to now; `position` counts from 1 among those who wait for the same team.
         *     `expected_wait_seconds`: the place over what the line gave out in the last hour; null while that was nothing.
         *     `skills` and `any_of` are asked always, `rings` ask more; all hours are absolute.
         */
        QueueEntryView: {
            /** Any Of */
            any_of: {
                [key: string]: number;
            }[];
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /** Contact Name */
            contact_name: string;
            /**
             * Conversation Id
             * Format: uuid
             */
            conversation_id: string;
            /** Deadline At */
            deadline_at: string | null;
            /** Expected Wait Seconds */
            expected_wait_seconds?: number | null;
            /** Max Open */
            max_open: number | null;
            /** Online Only */
            online_only: boolean;
            /** Position */
            position: number;
            /** Preferred Until */
            preferred_until: string | null;
            /** Preferred User Id */
            preferred_user_id: string | null;
            /** Priority */
            priority: number;
            /** Rings */
            rings: components["schemas"]["RingView"][];
            /** Run Id */
            run_id: string | null;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Skills */
            skills: {
                [key: string]: number;
            };
            strategy: components["schemas"]["Strategy"];
            /** Team Id */
            team_id: string | null;
            /** User Id */
            user_id: string | null;
            /**
             * Waited Seconds
             * @default 0
             */
            waited_seconds?: number;
        };
        /**
         * QueuePlaceView
         * @description `position` counts from 1 among those who wait for the same team.
         */
        QueuePlaceView: {
            /** Position */
            position: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Team Id */
            team_id: string | null;
        };
        /**
         * QueueRequest
         * @description A team's members, one user (the team is then the fallback), or without either everybody. Without a
         *     strategy it is the team's, or the workspace's.
         */
        QueueRequest: {
            /** Max Open */
            max_open?: number | null;
            /**
             * Online Only
             * @default true
             */
            online_only?: boolean;
            strategy?: components["schemas"]["Strategy"] | null;
            /** Team Id */
            team_id?: string | null;
            /** User Id */
            user_id?: string | null;
        };
        /**
         * ReplayBody
         * @description A definition, as it would be published.
         */
        ReplayBody: {
            /** Definition */
            definition: {
                [key: string]: unknown;
            };
        };
        /**
         * ReplayView
         * @description `is_same`: every visit comes out as it was. `stands_at`: the step on which the run would wait, null if it
         *     would have ended.
         */
        ReplayView: {
            /** Against */
            against: number | string;
            difference: components["schemas"]["DifferenceView"] | null;
            /** Is Same */
            is_same: boolean;
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
            /** Stands At */
            stands_at: string | null;
            /** Version Number */
            version_number: number;
            /** Visits */
            visits: components["schemas"]["WalkedView"][];
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
        };
        /**
         * ReplyWindowView
         * @description Of the channel that an answer would take. `open_until` lies behind once the window
         *     has closed; None: there is no end, or the contact has not written yet.
         */
        ReplyWindowView: {
            /**
             * Channel Id
             * Format: uuid
             */
            channel_id: string;
            /** Is Open */
            is_open: boolean;
            /** Must Write First */
            must_write_first: boolean;
            /** Open Until */
            open_until: string | null;
        };
        /**
         * RingView
         * @description More is asked until an absolute hour; null: for good.
         */
        RingView: {
            /** Any Of */
            any_of: {
                [key: string]: number;
            }[];
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Until */
            until: string | null;
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "owner" | "manager" | "agent";
        /**
         * RunView
         * @description Live while `ended_at` is null.
         */
        RunView: {
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /** Contact Name */
            contact_name: string;
            /** Conversation Id */
            conversation_id: string | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Step Id */
            step_id: string | null;
            /** Variables */
            variables: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
            /** Version Number */
            version_number: number;
            /** Visit */
            visit: number;
            waiting: components["schemas"]["WaitingView"] | null;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Workflow Name */
            workflow_name: string;
        };
        /** SaidView */
        SaidView: {
            /** Buttons */
            buttons: string[];
            /** Status */
            status: string;
            /** Step Id */
            step_id: string | null;
            /** Text */
            text: string;
        };
        /** SecretChange */
        SecretChange: {
            /** Value */
            value: string;
        };
        /**
         * SecretView
         * @description That it is set. Its value is in no answer.
         */
        SecretView: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Slug */
            slug: string;
        };
        /** SessionView */
        SessionView: {
            /** Csrf */
            csrf: string;
            user: components["schemas"]["UserView"];
            workspace: components["schemas"]["WorkspaceView"];
        };
        /**
         * SettingsChange
         * @description What is left out stays.
         */
        SettingsChange: {
            /**
             * Ageing Minutes
             * @default 30
             */
            ageing_minutes?: number | null;
            /** Auto Close Minutes */
            auto_close_minutes?: number | null;
            /** Bot Silence Minutes */
            bot_silence_minutes?: number | null;
            /** Break Reasons */
            break_reasons?: string[];
            /** Channel Weights */
            channel_weights?: {
                [key: string]: number;
            };
            /**
             * Claim On Reply
             * @default true
             */
            claim_on_reply?: boolean;
            /** @default optional */
            closing_mode?: components["schemas"]["ClosingMode"];
            /**
             * Country
             * @default
             */
            country?: string;
            /** Default Capacity */
            default_capacity?: number | null;
            /**
             * Language
             * @default en
             */
            language?: string;
            /** Light After Minutes */
            light_after_minutes?: number | null;
            /**
             * Light Weight
             * @default 0
             */
            light_weight?: number;
            /** Max In Hand */
            max_in_hand?: number | null;
            /** Max Open */
            max_open?: number | null;
            /** @default round_robin */
            next_strategy?: components["schemas"]["Strategy"];
            /** Offline After Minutes */
            offline_after_minutes?: number | null;
            /** Opens On */
            opens_on?: {
                [key: string]: string[];
            };
            /**
             * Preferred Seconds
             * @default 0
             */
            preferred_seconds?: number;
            /** Queue Alarm Minutes */
            queue_alarm_minutes?: number | null;
            /** Silence Minutes */
            silence_minutes?: number | null;
            /**
             * Sticky Minutes
             * @default 5
             */
            sticky_minutes?: number;
            /** @default round_robin */
            strategy?: components["schemas"]["Strategy"];
            /**
             * Thanks Minutes
             * @default 0
             */
            thanks_minutes?: number;
            /**
             * Timezone
             * @default UTC
             */
            timezone?: string;
            /**
             * Undo Close Seconds
             * @default 8
             */
            undo_close_seconds?: number;
            /** @default keep */
            when_absent?: components["schemas"]["WhenAbsent"];
            /** When Absent By Team */
            when_absent_by_team?: {
                [key: string]: components["schemas"]["WhenAbsent"];
            };
        };
        /**
         * SettingsView
         * @description A workspace's choices. Minutes and seconds as the names say; null switches off.
         */
        SettingsView: {
            /** Ageing Minutes */
            ageing_minutes: number | null;
            /** Auto Close Minutes */
            auto_close_minutes: number | null;
            /** Bot Silence Minutes */
            bot_silence_minutes: number | null;
            /** Break Reasons */
            break_reasons: string[];
            /** Channel Weights */
            channel_weights: {
                [key: string]: number;
            };
            /** Claim On Reply */
            claim_on_reply: boolean;
            closing_mode: components["schemas"]["ClosingMode"];
            /** Country */
            country: string;
            /** Default Capacity */
            default_capacity: number | null;
            /** Language */
            language: string;
            /** Light After Minutes */
            light_after_minutes: number | null;
            /** Light Weight */
            light_weight: number;
            /** Max In Hand */
            max_in_hand: number | null;
            /** Max Open */
            max_open: number | null;
            next_strategy: components["schemas"]["Strategy"];
            /** Offline After Minutes */
            offline_after_minutes: number | null;
            /** Opens On */
            opens_on: {
                [key: string]: string[];
            };
            /** Preferred Seconds */
            preferred_seconds: number;
            /** Queue Alarm Minutes */
            queue_alarm_minutes: number | null;
            /** Silence Minutes */
            silence_minutes: number | null;
            /** Sticky Minutes */
            sticky_minutes: number;
            strategy: components["schemas"]["Strategy"];
            /** Thanks Minutes */
            thanks_minutes: number;
            /** Timezone */
            timezone: string;
            /** Undo Close Seconds */
            undo_close_seconds: number;
            when_absent: components["schemas"]["WhenAbsent"];
            /** When Absent By Team */
            when_absent_by_team: {
                [key: string]: components["schemas"]["WhenAbsent"];
            };
        };
        /**
         * Shop
         * @description What the tests need of a workspace beside what the definition names: who works there and how, and
         *     when: hours like `Mon-Fri 09:00-17:00`, which a calendar has in the tests alone.
         *     `workflows` are live beside the one that is tested: a definition, or null for the workspace's own.
         */
        Shop: {
            /** Calendars */
            calendars?: {
                [key: string]: string[];
            };
            /** Categories */
            categories?: string[];
            /** Channels */
            channels?: {
                [key: string]: string;
            };
            /** Country */
            country?: string | null;
            /** Fields */
            fields?: {
                [key: string]: components["schemas"]["FieldType"] | string[];
            };
            /** Language */
            language?: string | null;
            /** Stages */
            stages?: string[];
            /** Tags */
            tags?: string[];
            /** Teams */
            teams?: {
                [key: string]: string[];
            };
            /** Timezone */
            timezone?: string | null;
            /** Users */
            users?: string[];
            /** Workflows */
            workflows?: {
                [key: string]: {
                    [key: string]: unknown;
                } | null;
            };
        };
        /**
         * ShortcutView
         * @description What the inbox offers: a name, and a form to fill in first.
         */
        ShortcutView: {
            /** Description */
            description: string;
            /** Fields */
            fields: components["schemas"]["FormField"][];
            /** Icon */
            icon: string;
            /** Name */
            name: string;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
        };
        /** SignedInView */
        SignedInView: {
            /** Csrf */
            csrf: string;
            user: components["schemas"]["UserView"];
        };
        /**
         * SimulationBody
         * @description A contact of the workspace by `contact_id`, or an invented one. `turns` are all turns so far; the
         *     clock stands at `at` before the first, and moves with them.
         */
        SimulationBody: {
            /** At */
            at?: string | null;
            /**
             * Channel
             * @default whatsapp
             */
            channel?: string;
            /**
             * @default {
             *       "name": "Linh",
             *       "fields": {},
             *       "tags": []
             *     }
             */
            contact?: components["schemas"]["Person"];
            /** Contact Id */
            contact_id?: string | null;
            /**
             * Definition
             * @description A workflow definition; without it the draft is played.
             */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** Online */
            online?: string[];
            /** Turns */
            turns?: components["schemas"]["Turn"][];
            /**
             * @default {
             *       "users": [],
             *       "teams": {},
             *       "channels": {},
             *       "tags": [],
             *       "fields": {},
             *       "stages": [],
             *       "categories": [],
             *       "calendars": {},
             *       "workflows": {}
             *     }
             */
            workspace?: components["schemas"]["Shop"];
        };
        /**
         * SimulationView
         * @description `at` null: no run waits; `end` then says why it is over, null if none was started. `open_calls` wait
         *     for an answer: the next turn gives it, with `answers`.
         */
        SimulationView: {
            /** At */
            at: string | null;
            /** End */
            end: string | null;
            /** Moments */
            moments: components["schemas"]["MomentView"][];
            /** Open Calls */
            open_calls: components["schemas"]["CalledView"][];
            /** Waits For */
            waits_for: string | null;
            /** Waits Until */
            waits_until: string | null;
        };
        /** SkillChange */
        SkillChange: {
            /** Name */
            name: string;
        };
        /** SkillView */
        SkillView: {
            /** Name */
            name: string;
            /** Slug */
            slug: string;
        };
        /** Snooze */
        Snooze: {
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * Source
         * @description Who opened or closed it.
         * @enum {string}
         */
        Source: "contact" | "user" | "workflow" | "api" | "auto_close" | "merge";
        /** StageChange */
        StageChange: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Is Lost
             * @default false
             */
            is_lost?: boolean;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Position
             * @default 1
             */
            position?: number;
        };
        /**
         * StageView
         * @description `position` counts from 1. `is_lost`: the journey ended without success.
         */
        StageView: {
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Lost */
            is_lost: boolean;
            /** Name */
            name: string;
            /** Position */
            position: number;
        };
        /** StartedRun */
        StartedRun: {
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /** Is Live */
            is_live: boolean;
            /**
             * Run Id
             * Format: uuid
             */
            run_id: string;
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
        };
        /**
         * Status
         * @enum {string}
         */
        Status: "open" | "snoozed" | "closed";
        /** StatusView */
        StatusView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            failure: components["schemas"]["FailureView"] | null;
            status: components["schemas"]["MessageStatus"];
        };
        /**
         * StepFiguresView
         * @description `entered`: visits, those under way included. `ended`: runs that ended here, `dropped` of them otherwise
         *     than by coming to the workflow's end. Seconds are those of finished visits.
         */
        StepFiguresView: {
            /** Dropped */
            dropped: number;
            /** Ended */
            ended: number;
            /** Entered */
            entered: number;
            /** Errors */
            errors: number;
            /** Lanes */
            lanes: {
                [key: string]: number;
            };
            /** Mean Seconds */
            mean_seconds: number | null;
            /** Median Seconds */
            median_seconds: number | null;
            /** Step Id */
            step_id: string;
            /** Waiting */
            waiting: number;
        };
        /**
         * Strategy
         * @description Who of those who could take it does. STICKY and CONTACT_OWNER ask one user first, then go on by
         *     another strategy; MANUAL gives to nobody: somebody takes it.
         * @enum {string}
         */
        Strategy: "round_robin" | "least_open" | "longest_idle" | "least_occupied" | "best_skill_fit" | "sticky" | "contact_owner" | "manual";
        /**
         * StrategyView
         * @description `needs` says what must be set up for it, empty where nothing must. `asks_one_first`: it goes with
         *     `next_strategy` and `preferred_seconds`, and cannot itself be a `next_strategy`.
         */
        StrategyView: {
            /** Asks One First */
            asks_one_first: boolean;
            /** Explanation */
            explanation: string;
            /** Is Default */
            is_default: boolean;
            /** Name */
            name: string;
            /** Needs */
            needs: string;
            strategy: components["schemas"]["Strategy"];
        };
        /** TagChange */
        TagChange: {
            /**
             * Colour
             * @default
             */
            colour?: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Name
             * @default
             */
            name?: string;
        };
        /** TagView */
        TagView: {
            /** Colour */
            colour: string;
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * TeamChange
         * @description What is left out stays; `members` replaces all of them.
         */
        TeamChange: {
            /** Calendar Id */
            calendar_id?: string | null;
            /** Max In Hand */
            max_in_hand?: number | null;
            /** Max Open */
            max_open?: number | null;
            /** Members */
            members?: string[];
            /**
             * Name
             * @default
             */
            name?: string;
            /** @default round_robin */
            next_strategy?: components["schemas"]["Strategy"];
            /**
             * Preferred Seconds
             * @default 0
             */
            preferred_seconds?: number;
            /** @default round_robin */
            strategy?: components["schemas"]["Strategy"];
        };
        /** TeamChoice */
        TeamChoice: {
            /** Team Id */
            team_id: string | null;
        };
        /**
         * TeamView
         * @description The order of `members` is the team's round-robin circle.
         */
        TeamView: {
            /** Calendar Id */
            calendar_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Max In Hand */
            max_in_hand: number | null;
            /** Max Open */
            max_open: number | null;
            /** Members */
            members: string[];
            /** Name */
            name: string;
            next_strategy: components["schemas"]["Strategy"];
            /** Preferred Seconds */
            preferred_seconds: number;
            strategy: components["schemas"]["Strategy"];
        };
        /**
         * TemplateView
         * @description A workflow to begin with. `tests` are the names of those that come with it.
         */
        TemplateView: {
            category: components["schemas"]["Category"];
            /** Choices */
            choices: components["schemas"]["ChoiceView"][];
            /** Description */
            description: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
            /** Tests */
            tests: string[];
        };
        /**
         * TestRunBody
         * @description Both may be left out: then the draft is played by the tests that are stored.
         */
        TestRunBody: {
            /**
             * Definition
             * @description A workflow definition; without it the draft is played.
             */
            definition?: {
                [key: string]: unknown;
            } | null;
            /** Tests */
            tests?: components["schemas"]["Case"][] | null;
            workspace?: components["schemas"]["Shop"] | null;
        };
        /** TestRunView */
        TestRunView: {
            /** Cases */
            cases: components["schemas"]["CaseResultView"][];
            coverage: components["schemas"]["CoverageView"];
            /** Passed */
            passed: boolean;
        };
        /**
         * TestsBody
         * @description What is stored beside the workflow. `required` true: only green tests let it be published.
         */
        TestsBody: {
            /**
             * Required
             * @description Left out: it stays as it is.
             */
            required?: boolean | null;
            /** Tests */
            tests?: components["schemas"]["Case"][];
            /**
             * @default {
             *       "users": [],
             *       "teams": {},
             *       "channels": {},
             *       "tags": [],
             *       "fields": {},
             *       "stages": [],
             *       "categories": [],
             *       "calendars": {},
             *       "workflows": {}
             *     }
             */
            workspace?: components["schemas"]["Shop"];
        };
        /** TestsView */
        TestsView: {
            /** Required */
            required: boolean;
            /** Tests */
            tests: {
                [key: string]: unknown;
            }[];
            /** Workspace */
            workspace: {
                [key: string]: unknown;
            };
        };
        /**
         * TickState
         * @description GATHERING: who is due is written down. STARTING: their runs start, so many a minute. ENDED: not to its
         *     end; SKIPPED: never begun. `Tick.reason` says why.
         * @enum {string}
         */
        TickState: "gathering" | "starting" | "done" | "ended" | "skipped";
        /**
         * TickView
         * @description One hour of a schedule. `state`: `gathering` (who is due is written down), `starting`, `done`, `ended`
         *     (not to its end), `skipped` (never begun); `reason` says why. `skipped` counts, by reason, those who were
         *     due and did not start; who is in neither count still waits for their turn.
         */
        TickView: {
            /**
             * Begun At
             * Format: date-time
             */
            begun_at: string;
            /** Due */
            due: number;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string;
            /** Skipped */
            skipped: {
                [key: string]: number;
            };
            /** Started */
            started: number;
            state: components["schemas"]["TickState"];
        };
        /**
         * TokenView
         * @description `prefix` tells people which token it is.
         */
        TokenView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Used At */
            used_at: string | null;
        };
        /** TracedRun */
        TracedRun: {
            /**
             * Contact Id
             * Format: uuid
             */
            contact_id: string;
            /** Contact Name */
            contact_name: string;
            /** Conversation Id */
            conversation_id: string | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Step Id */
            step_id: string | null;
            /** Variables */
            variables: {
                [key: string]: string | number | boolean | string[] | null;
            };
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
            /** Version Number */
            version_number: number;
            /** Visit */
            visit: number;
            /** Visits */
            visits?: components["schemas"]["VisitView"][];
            waiting: components["schemas"]["WaitingView"] | null;
            /**
             * Workflow Id
             * Format: uuid
             */
            workflow_id: string;
            /** Workflow Name */
            workflow_name: string;
        };
        /**
         * Turn
         * @description One thing that happens, and what is expected then. `by` is the user who acts; `after` is how long
         *     the contact takes, 10 seconds if nothing is said. `answers`: another system answers the calls that are
         *     out; `posts`: one posts to the workflow's webhook; `starts`: another workflow starts this one, with these
         *     values; `runs`: a user runs its shortcut, with these answers to its form.
         */
        Turn: {
            ad?: components["schemas"]["Ad"] | null;
            /**
             * After
             * @default 10
             */
            after?: number;
            /** Answers */
            answers?: number | ("timeout" | "unreachable" | "refused" | "unknown") | components["schemas"]["Answer"] | (number | ("timeout" | "unreachable" | "refused" | "unknown") | components["schemas"]["Answer"])[] | null;
            /** Assigns */
            assigns?: string | null;
            /** Blocks */
            blocks?: true | null;
            /** By */
            by?: string | null;
            /** Closes */
            closes?: true | components["schemas"]["Note"] | null;
            expect?: components["schemas"]["Expect"] | null;
            hangs_up?: components["schemas"]["PhoneCall"] | null;
            /** Moves */
            moves?: string | null;
            /** Offline */
            offline?: string | null;
            /** Online */
            online?: string | null;
            /** Opens */
            opens?: true | null;
            /** Posts */
            posts?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Presses */
            presses?: string | null;
            /** Replies */
            replies?: string | null;
            /** Runs */
            runs?: {
                [key: string]: string | number | boolean | string[] | null;
            } | null;
            /** Says */
            says?: string | null;
            /** Sends */
            sends?: ("image" | "video" | "audio" | "voice" | "file" | "sticker" | "location") | null;
            /** Sets */
            sets?: {
                [key: string]: string | number | boolean | string[] | null;
            } | null;
            /** Starts */
            starts?: {
                [key: string]: string | number | boolean | string[] | null;
            } | null;
            /** Tags */
            tags?: string | null;
            /** Untags */
            untags?: string | null;
            /** Waits */
            waits?: number | null;
        };
        /**
         * UndeliveredView
         * @description A message that failed, maybe long after the step was left.
         */
        UndeliveredView: {
            /** Code */
            code: string;
            error_class: components["schemas"]["ErrorClass"] | null;
            /**
             * Message Id
             * Format: uuid
             */
            message_id: string;
            /** Text */
            text: string;
        };
        /**
         * UserChange
         * @description What is left out stays; `skills` (levels 1 to 5) and `channel_kinds` (none: all) replace all of them, and
         *     `calendar_id` names the shifts (null: always). `deactivated` false brings a user back; `password` sets a new one.
         */
        UserChange: {
            /** Calendar Id */
            calendar_id?: string | null;
            /** Capacity */
            capacity?: number | null;
            /** Channel Kinds */
            channel_kinds?: string[];
            /**
             * Deactivated
             * @default false
             */
            deactivated?: boolean;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Password
             * @default
             */
            password?: string;
            /** @default agent */
            role?: components["schemas"]["Role"];
            /** Skills */
            skills?: {
                [key: string]: number;
            };
            /** @default all */
            visibility?: components["schemas"]["Visibility"];
        };
        /**
         * UserView
         * @description `over_by`: open conversations above the capacity (lawful; it blocks automatic claims only).
         *
         *     `absence`: why the system took the user offline; `returns_to` is the state that comes back with the user.
         */
        UserView: {
            absence: components["schemas"]["Absence"] | null;
            /** Calendar Id */
            calendar_id: string | null;
            /** Capacity */
            capacity: number | null;
            /** Channel Kinds */
            channel_kinds: string[];
            /** Deactivated At */
            deactivated_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Open Count */
            open_count: number;
            /** Over By */
            over_by: number;
            presence: components["schemas"]["Presence"];
            /** Presence Reason */
            presence_reason: string | null;
            /**
             * Presence Since
             * Format: date-time
             */
            presence_since: string;
            returns_to: components["schemas"]["Presence"] | null;
            role: components["schemas"]["Role"];
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Teams */
            teams: string[];
            visibility: components["schemas"]["Visibility"];
        };
        /**
         * VersionFiguresView
         * @description `is_complete` false: the version has more runs than `runs`, and the newest are counted.
         */
        VersionFiguresView: {
            /** Is Complete */
            is_complete: boolean;
            /** Runs */
            runs: number;
            /** Steps */
            steps: components["schemas"]["StepFiguresView"][];
            /** Waiting */
            waiting: number;
        };
        /** VersionView */
        VersionView: {
            /** Hash */
            hash: string;
            /** Number */
            number: number;
            /**
             * Published At
             * Format: date-time
             */
            published_at: string;
            /** Published By */
            published_by: string | null;
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
        };
        /**
         * Visibility
         * @description Which conversations a user sees (O28).
         * @enum {string}
         */
        Visibility: "own" | "team" | "all";
        /**
         * VisitView
         * @description A finished visit of a step: what went in, what came out, and through which lane. `undelivered`: what
         *     it wrote and the contact did not get.
         */
        VisitView: {
            /**
             * Ended At
             * Format: date-time
             */
            ended_at: string;
            /** Error */
            error: string | null;
            /** Input */
            input: {
                [key: string]: unknown;
            };
            /** Kind */
            kind: string;
            /** Lane */
            lane: string | null;
            /** Number */
            number: number;
            /** Output */
            output: {
                [key: string]: unknown;
            };
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Step Id */
            step_id: string;
            /** Undelivered */
            undelivered?: components["schemas"]["UndeliveredView"][];
        };
        /**
         * WaitingView
         * @description What a live run waits for. `asked` counts the questions of this visit.
         */
        WaitingView: {
            /** Asked */
            asked: number;
            kind: components["schemas"]["WaitKind"];
            /** Suspended */
            suspended: boolean;
            /** Until */
            until: string | null;
        };
        /**
         * WaitKind
         * @enum {string}
         */
        WaitKind: "answer" | "time" | "assignment" | "quiet" | "delivery" | "event" | "effect";
        /**
         * WalkedView
         * @description A visit as it would come out: `lane` null where the run would end on it.
         */
        WalkedView: {
            /** Error */
            error: string | null;
            /** Lane */
            lane: string | null;
            /** Number */
            number: number;
            /** Output */
            output: {
                [key: string]: unknown;
            };
            /** Step Id */
            step_id: string;
        };
        /**
         * WantedCall
         * @description A request as it is expected; what is left out is not looked at. A body that is no text is compared as
         *     JSON, of the headers only those that are named.
         */
        WantedCall: {
            body?: components["schemas"]["JsonValue"];
            /** Headers */
            headers?: {
                [key: string]: string;
            };
            /** Method */
            method?: string | null;
            /** Url */
            url?: string | null;
        };
        /**
         * WeekBody
         * @description A day that is left out is closed.
         */
        WeekBody: {
            /** Friday */
            friday?: components["schemas"]["HoursBody"][];
            /** Monday */
            monday?: components["schemas"]["HoursBody"][];
            /** Saturday */
            saturday?: components["schemas"]["HoursBody"][];
            /** Sunday */
            sunday?: components["schemas"]["HoursBody"][];
            /** Thursday */
            thursday?: components["schemas"]["HoursBody"][];
            /** Tuesday */
            tuesday?: components["schemas"]["HoursBody"][];
            /** Wednesday */
            wednesday?: components["schemas"]["HoursBody"][];
        };
        /**
         * WhenAbsent
         * @description What becomes of open work when its agent leaves, ends the shift, or leaves a contact without an answer.
         *
         *     KEEP: it stays. REQUEUE: it waits in its team's line, else in everybody's. COLLEAGUE: in its team's line,
         *     else in that of a team of the agent's. Wherever it waits, it keeps its age.
         * @enum {string}
         */
        WhenAbsent: "keep" | "requeue" | "colleague";
        /**
         * WorkflowChange
         * @description What is left out stays. Runs stand on published versions: a draft changes none of them.
         */
        WorkflowChange: {
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * Draft
             * @description A workflow definition; it may be unfinished until it is published.
             */
            draft?: {
                [key: string]: unknown;
            };
            /**
             * Name
             * @default
             */
            name?: string;
        };
        /**
         * WorkflowView
         * @description `published_version` is the number of the version published last, also while stopped. `next_start_at`: when
         *     its schedule is due next.
         */
        WorkflowView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /**
             * Draft
             * @description A workflow definition; it may be unfinished until it is published.
             */
            draft: {
                [key: string]: unknown;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Next Start At */
            next_start_at: string | null;
            /** Published Version */
            published_version: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "draft" | "published" | "stopped";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Updated By */
            updated_by: string | null;
        };
        /** WorkspaceChange */
        WorkspaceChange: {
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * @default {
             *       "timezone": "UTC",
             *       "language": "en",
             *       "country": "",
             *       "closing_mode": "optional",
             *       "undo_close_seconds": 8,
             *       "sticky_minutes": 5,
             *       "claim_on_reply": true,
             *       "thanks_minutes": 0,
             *       "opens_on": {},
             *       "break_reasons": [],
             *       "when_absent": "keep",
             *       "when_absent_by_team": {},
             *       "strategy": "round_robin",
             *       "next_strategy": "round_robin",
             *       "preferred_seconds": 0,
             *       "channel_weights": {},
             *       "light_weight": 0,
             *       "ageing_minutes": 30
             *     }
             */
            settings?: components["schemas"]["SettingsChange"];
        };
        /** WorkspaceView */
        WorkspaceView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            settings: components["schemas"]["SettingsView"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_calendars_api_v1_calendars_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CalendarView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_calendar_api_v1_calendars_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCalendar"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_calendar_api_v1_calendars__calendar_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_calendar_api_v1_calendars__calendar_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_calendar_api_v1_calendars__calendar_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_state_api_v1_calendars__calendar_id__state_get: {
        parameters: {
            query?: {
                at?: string | null;
            };
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarState"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channel_kinds_api_v1_channel_kinds_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChannelKindView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channels_api_v1_channels_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChannelView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_channel_api_v1_channels_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_channel_api_v1_channels__channel_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_channel_api_v1_channels__channel_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_channel_api_v1_channels__channel_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bring_api_v1_channels__channel_id__messages_post: {
        parameters: {
            query?: never;
            header: {
                "idempotency-key": string;
            };
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboundBatch"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pause_channel_api_v1_channels__channel_id__pause_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pause"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resume_channel_api_v1_channels__channel_id__pause_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_categories_api_v1_closing_categories_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CategoryView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_category_api_v1_closing_categories_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCategory"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_category_api_v1_closing_categories__category_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_category_api_v1_closing_categories__category_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_category_api_v1_closing_categories__category_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_page_api_v1_contacts_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
                /** @description The beginning of a name, phone or e-mail. */
                q?: string;
                tag_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedContact_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_v1_contacts_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewContact"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_api_v1_contacts__contact_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    update_api_v1_contacts__contact_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    block_api_v1_contacts__contact_id__block_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblock_api_v1_contacts__contact_id__block_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_one_api_v1_contacts__contact_id__conversation_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_conversations_api_v1_contacts__contact_id__conversations_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedConversation_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    merge_api_v1_contacts__contact_id__merges_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeWith"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs_of_contact_api_v1_contacts__contact_id__runs_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RunView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_for_contact_api_v1_contacts__contact_id__runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRun"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_all_of_contact_api_v1_contacts__contact_id__runs_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_tag_api_v1_contacts__contact_id__tags__tag_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_tag_api_v1_contacts__contact_id__tags__tag_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact_id: string;
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_up_api_v1_contacts_lookup_get: {
        parameters: {
            query?: {
                email?: string | null;
                phone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_counts_api_v1_conversation_counts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountsView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_page_api_v1_conversations_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                assignee_id?: string | null;
                /** @description Rows on a page. */
                limit?: number;
                sort?: "newest" | "oldest";
                status?: components["schemas"]["Status"] | null;
                team_id?: string | null;
                /** @description `mine`, `unassigned`, `all` and `team:{id}` show open conversations. */
                view?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedConversation_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_one_api_v1_conversations__conversation_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_fields_api_v1_conversations__conversation_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_assignment_api_v1_conversations__conversation_id__assignment_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolderView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign_api_v1_conversations__conversation_id__assignment_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_api_v1_conversations__conversation_id__closure_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Closure"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_closure_api_v1_conversations__conversation_id__closure_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comment_api_v1_conversations__conversation_id__comments_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentItem"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_decisions_api_v1_conversations__conversation_id__decisions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DecisionView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_api_v1_conversations__conversation_id__messages_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageItem"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_for_agent_api_v1_conversations__conversation_id__queue_entry_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueRequest"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_asking_api_v1_conversations__conversation_id__queue_entry_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mark_read_api_v1_conversations__conversation_id__read_mark_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    run_for_conversation_api_v1_conversations__conversation_id__runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRun"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    snooze_api_v1_conversations__conversation_id__snooze_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Snooze"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wake_api_v1_conversations__conversation_id__snooze_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    take_over_api_v1_conversations__conversation_id__takeover_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    choose_team_api_v1_conversations__conversation_id__team_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChoice"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_thread_api_v1_conversations__conversation_id__thread_get: {
        parameters: {
            query?: {
                before?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Annotated_Union_MessageItem__CommentItem__EventItem___FieldInfo_annotation_NoneType__required_True__discriminator__type____"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close_many_api_v1_conversations_closures_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Closures"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClosuresView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_dead_letters_api_v1_dead_letters_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedDeadLetter_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_dead_letter_api_v1_dead_letters__letter_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replay_dead_letter_api_v1_dead_letters__letter_id__replay_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events_api_v1_events_get: {
        parameters: {
            query?: {
                after?: string | null;
                contact_id?: string | null;
                conversation_id?: string | null;
                kind?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_EventView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_fields_api_v1_fields_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FieldView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_field_api_v1_fields_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewField"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_field_api_v1_fields__field_scope___slug__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_scope: components["schemas"]["FieldScope"];
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_field_api_v1_fields__field_scope___slug__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_scope: components["schemas"]["FieldScope"];
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_field_api_v1_fields__field_scope___slug__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_scope: components["schemas"]["FieldScope"];
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_floor_api_v1_floor_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FloorView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_stages_api_v1_lifecycle_stages_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StageView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_stage_api_v1_lifecycle_stages_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStage"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_stage_api_v1_lifecycle_stages__stage_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_stage_api_v1_lifecycle_stages__stage_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_stage_api_v1_lifecycle_stages__stage_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                stage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StageChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_own_mentions_api_v1_mentions_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MentionView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_api_v1_messages__message_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    try_again_api_v1_messages__message_id__attempts_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageItem"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_outbox_api_v1_outbox_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OutboxView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_queue_api_v1_queue_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_QueueEntryView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_strategies_api_v1_routing_strategies_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_StrategyView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs_api_v1_runs_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
                state?: ("live" | "ended") | null;
                workflow_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RunView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_run_api_v1_runs__run_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracedRun"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_api_v1_runs__run_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracedRun"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_replay_api_v1_runs__run_id__replay_get: {
        parameters: {
            query?: {
                /** @description A version's number, or draft; left out: the run's own version. */
                version?: number | "draft" | null;
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_replay_api_v1_runs__run_id__replays_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayBody"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_secrets_api_v1_secrets_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SecretView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_secret_api_v1_secrets_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSecret"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_secret_api_v1_secrets__slug__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_secret_api_v1_secrets__slug__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_secret_api_v1_secrets__slug__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecretChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_session_api_v1_session_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_here_api_v1_session_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out_api_v1_session_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    note_here_api_v1_session_activity_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password_api_v1_session_password_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnPassword"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_shortcuts_api_v1_shortcuts_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ShortcutView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_skills_api_v1_skills_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SkillView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_skill_api_v1_skills_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSkill"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_skill_api_v1_skills__slug__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_skill_api_v1_skills__slug__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rename_skill_api_v1_skills__slug__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tags_api_v1_tags_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TagView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_tag_api_v1_tags_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTag"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_tag_api_v1_tags__tag_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_tag_api_v1_tags__tag_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_tag_api_v1_tags__tag_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_teams_api_v1_teams_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TeamView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_team_api_v1_teams_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_team_api_v1_teams__team_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_team_api_v1_teams__team_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_team_api_v1_teams__team_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens_api_v1_tokens_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TokenView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_token_api_v1_tokens_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTokenView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_token_api_v1_tokens__token_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users_api_v1_users_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_UserView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_user_api_v1_users_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_user_api_v1_users__user_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deactivate_user_api_v1_users__user_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeactivatedView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_user_api_v1_users__user_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hand_over_api_v1_users__user_id__handover_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Handover"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandoverView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_presence_api_v1_users__user_id__presence_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_workflow_schema_api_v1_workflow_schema_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_templates_api_v1_workflow_templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workflows_api_v1_workflows_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WorkflowView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_workflow_api_v1_workflows_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWorkflow"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_workflow_api_v1_workflows__workflow_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_workflow_api_v1_workflows__workflow_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_workflow_api_v1_workflows__workflow_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workflow_findings_api_v1_workflows__workflow_id__findings_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FindingView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publish_workflow_api_v1_workflows__workflow_id__publication_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_workflow_api_v1_workflows__workflow_id__publication_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_simulation_api_v1_workflows__workflow_id__simulations_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SimulationBody"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_test_run_api_v1_workflows__workflow_id__test_runs_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestRunBody"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestRunView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_tests_api_v1_workflows__workflow_id__tests_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestsView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_tests_api_v1_workflows__workflow_id__tests_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestsBody"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestsView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_ticks_api_v1_workflows__workflow_id__ticks_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TickView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_versions_api_v1_workflows__workflow_id__versions_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_VersionView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_version_api_v1_workflows__workflow_id__versions__number__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishedView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_figures_api_v1_workflows__workflow_id__versions__number__figures_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: number;
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionFiguresView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_webhook_api_v1_workflows__workflow_id__webhook_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_webhook_api_v1_workflows__workflow_id__webhook_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HookSettings"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drop_webhook_api_v1_workflows__workflow_id__webhook_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhook_deliveries_api_v1_workflows__workflow_id__webhook_deliveries_get: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                after?: string | null;
                /** @description Rows on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                workflow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeliveryView_"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_workspace_api_v1_workspace_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_workspace_api_v1_workspace_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceChange"];
            };
        };
        responses: {
            /** @description A problem (RFC 9457); `code` says which. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceView"];
                };
            };
            /** @description A problem (RFC 9457); `code` says which. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
