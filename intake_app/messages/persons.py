"""What can go wrong with the case of a person."""

from intake_app.i18n import msg

TABLE: dict[str, tuple[str, str]] = {
    "vault.no_such_case": (
        msg("There is no person under this code, or the person is met by another organisation."),
        msg("Check the code, or ask who gave it to you."),
    ),
    "cli.nothing_taken_back": (
        msg("Nothing of this was taken back, so there is nothing to agree to again, and nothing was noted."),
        msg("What was refused by name is named with the recipient. A yes to anything else is noted as consent."),
    ),
    "cli.by_name_alone": (
        msg("No general yes brings these back: {names}."),
        msg("Ask about each by itself: read the text about it to them in their language, and note that language."),
    ),
    "screening.name_recipient": (
        msg("A yes to this is to one kind of body by name, and to no other: {kinds}. Nothing was noted."),
        msg("Ask about each by itself: read the text about it to them in their language, and note that language."),
    ),
    "screening.own_word_untold": (
        msg("A yes to this is kept, but not to which kind of body or in which language they were asked, so nothing "
            "goes out on it."),
        msg("Read the text about it to the person in their language, ask again, and note the answer."),
    ),
    "referral.not_allowed": (
        msg("The services can not be taken: line or entry {line}, column {column}. What stands there is none of its "
            "values."),
        msg("One of these fits there: {allowed}. Nothing was changed here."),
    ),
    "referral.kind_and_no_service": (
        msg("This is said of a kind of body, and “{recipient}” is one service."),
        msg("Name the kind that it is: {kind}."),
    ),
    "screening.path_left": (
        msg("What the person agreed to for the police and the courts does not count any more: they chose another path "
            "since, or took it back."),
        msg("Ask only if the person wants it: read the text about that body to them in their language, and note the "
            "answer as a new one to it."),
    ),
    "screening.minors_alone": (
        msg("The juvenile court decides about those under 18, and this person told to be an adult."),
        msg("Choose another service. If their age is in doubt, note that they may be under 18: who may be a child "
            "counts as one."),
    ),
    "screening.not_alone": (
        msg("This child is not alone, so this is no duty in law: who answers for the child has to agree, too."),
        msg("Ask the guardian, or who stands in for one, and note the answer. Else give the reason."),
    ),
    "screening.guardian_alone": (
        msg("Who answers for this child has to agree to this, too, and no reason takes the place of that."),
        msg("Ask the guardian, or who stands in for one, and note the answer."),
    ),
    "screening.guardian_first": (
        msg("This child is alone, and to this body nothing goes without a guardian's word; no reason takes its place."),
        msg("Tell the juvenile court and the social services first: that is a duty. Ask a guardian who is there about "
            "this body by its name, and note what they say as a word of theirs to it."),
    ),
    "screening.authority_not_asked": (
        msg("Nobody has asked the person about this authority by name; a yes to help is none to a body that decides "
            "about them."),
        msg("Read the text about it to them in their language, ask, and note what they say; of a child, the guardian "
            "too."),
    ),
    "screening.guardian_said_no": (
        msg("The guardian, or who stands in for one, said no to this. It is kept, and this stays here."),
        msg("Respect the answer. If the guardian agrees later, note that as a new yes of theirs. If an immediate "
            "danger requires it, record the override with its reason."),
    ),
    "workflow.slip_anew": (
        msg("The slip {slip} was stopped when the agreement to it was taken back, or refused. They have agreed again "
            "since, and it stays stopped."),
        msg("Make a new slip."),
    ),
    "workflow.slip_ended": (
        msg("What the slip {slip} went on does not hold any more: it is not shown or printed again."),
        msg("Where it must go all the same, make a new slip as it stands now."),
    ),
    "screening.agreed_as_adult": (
        msg("They agreed to this as an adult, and are, or may be, under 18: a child is asked anew, so this stays "
            "here."),
        msg("Read the words for a child to them, ask again, and note the answer: a yes releases the record. If they "
            "are an adult after all, decide that, on a document that was seen or a body that decided."),
    ),
    "screening.counts_as_child": (
        msg("This record tells an adult, another version of it told that they are under 18: they count as that. The "
            "question whether it may be sent has no answer here, so it stays here."),
        msg("Read the words for a child to them, ask again, and note the answer: a yes releases the record. If they "
            "are an adult after all, decide that, on a document that was seen or a body that decided, and ask again."),
    ),
    "screening.sending_unanswered": (
        msg("The question whether the record may be sent has no answer as it stands now, so it stays here."),
        msg("Ask the person again, and note the answer: a yes releases the record, with the versions before it."),
    ),
    "screening.newer_stays": (
        msg("A newer version of this record is not agreed to, so this one stays here with it."),
        msg("Ask the person about the newest version, and release that on their yes: the versions before go with it."),
    ),
    "screening.kept_back": (
        msg("The record was kept back, and does not go by itself, though what was said would let it go now."),
        msg("Ask them about this record, and release it on their yes to that."),
    ),
    "screening.server_later": (
        msg("A server came after it was agreed to that this is sent, so it does not go by itself, though what was said "
            "would let it go now."),
        msg("Ask them about this record, and release it on their yes to that."),
    ),
    "screening.held_unread": (
        msg("It stays here. Why it does is told only to whoever wrote this record, or holds it now."),
        msg("Ask them to look at it: they see what is missing, and what they can do."),
    ),
    "screening.guardian_withdrawn": (
        msg("The guardian, or who stands in for one, took their agreement back, so this stays here."),
        msg("Ask them and the child. If they agree again, note that first, of the guardian, too: what was said before "
            "does not count any more."),
    ),
    "screening.guardian_beside": (
        msg("The guardian agrees that this body hears of the child. That they agree to what goes there, too, is not "
            "noted yet."),
        msg("Ask the guardian and note the answer."),
    ),
    "screening.guardian_own_word": (
        msg("The person agrees, the guardian has not been asked about this body by its name."),
        msg("Ask the guardian about it by its name, and note what they say as a word of theirs to it."),
    ),
    "screening.guardian_language": (
        msg("Nobody noted in which language the guardian, or who stands in for one, was asked."),
        msg("Ask them in their language, and note that language: that of the person says nothing of it."),
    ),
    "screening.guardian_witness": (
        msg("A guardian's yes before a witness says who was there, and a guardian is no witness to themselves."),
        msg("Choose the role of the witness; no name is kept."),
    ),
    "screening.guardian_for_adult": (
        msg("This person counts as an adult, and nobody agrees for them. Nothing was noted of a guardian."),
        msg("Ask the person, and note what they say. If they are, or may be, under 18, note that first."),
    ),
    "screening.both_together": (
        msg("The person and their guardian both have to agree to this, and nothing is kept of one of them alone."),
        msg("Ask both, and note what both say at one time."),
    ),
    "screening.age_in_doubt": (
        msg("This person told that they are 18 or older, and it is noted that they are, or may be, under 18."),
        msg("Ask a guardian. The doubt counts until somebody decides the age, with what that rests on."),
    ),
    "screening.guardian_elsewhere": (
        msg("This person is, or may be, under 18: a guardian has to agree to what goes, but where the law asks for it. "
            "The record is of another agency, and nothing of this is noted here."),
        msg("Tell the agency whose record it is: they ask the guardian, or send what the law asks for of a child who "
            "is alone, and note what is said."),
    ),
    "screening.guardian_by_name": (
        msg("The person agrees, the guardian has not been asked about this body by its name."),
        msg("Ask the guardian about it by its name, and note that they agreed too."),
    ),
    "screening.guardian_of_duty": (
        msg("The law asks for this of a child who is alone: it needs no guardian's yes, and none was noted."),
        msg("Send it without one. What a guardian agrees to is noted by itself, as a word of theirs."),
    ),
    "screening.way_of_nothing": (
        msg("How, before whom and in which language is noted of a yes or a no, and none was told with it. It is not "
            "closed."),
        msg("Note what the person says, or leave it out."),
    ),
    "cli.no_guardian": (
        msg("How, in which language and before whom a guardian agreed is noted of one who did. Nothing of a "
            "guardian was noted."),
        msg("Say that the guardian agreed, or leave it out."),
    ),
    "workflow.code_of_person": (
        msg("{person} is the code of a person, of whom these records are here: {records}."),
        msg("Name the record that is meant."),
    ),
    "vault.in_a_case": (
        msg("The record {record} belongs to another person already."),
        msg("Open that person. If both are the same person, put their two codes together on that page."),
    ),
    "vault.same_record": (
        msg("This is the same record twice."),
        msg("Name another record, that of somebody else."),
    ),
    "vault.same_case": (
        msg("Both codes are of this person already."),
        msg("Nothing needs to be done."),
    ),
    "vault.no_name": (
        msg("No name is kept for this person."),
        msg("Nothing needs to be done; the code is enough."),
    ),
    "vault.bad_period": (
        msg("The days to reflect would end before they begin."),
        msg("Check both days."),
    ),
    "workflow.days_to_come": (
        msg("The days to reflect would begin on a day that is still to come."),
        msg("Note them on the day on which they begin."),
    ),
    "workflow.days_too_few": (
        msg("The days to reflect are at least {least}."),
        msg("Note more days. Who decides sooner does so of their own will."),
    ),
    "workflow.days_too_many": (
        msg("The days to reflect are at most {most}."),
        msg("Check the number."),
    ),
    "workflow.days_noted": (
        msg("Days to reflect are noted already, from {began} until {until}."),
        msg("If others come in their place, say so. Those of before are kept."),
    ),
    "vault.no_reason": (
        msg("A decision on a person’s age needs its reason."),
        msg("Write in a sentence on what it rests, such as a document or a court."),
    ),
    "vault.no_body": (
        msg("It is not said who identified the person."),
        msg("Write the name of the body, such as the office or organisation."),
    ),
    "workflow.no_age_ground": (
        msg("That somebody is an adult needs a document that was seen, or a body that decided; looks are no ground."),
        msg("Choose on what it rests. Without one the person keeps the protection of a child."),
    ),
    "workflow.no_age_body": (
        msg("It is not said which body decided on the age."),
        msg("Write its name, such as the court and its place."),
    ),
    "workflow.age_by_own_word": (
        msg("A child was told of, and the person’s own word alone changes that no more: children are told to say so."),
        msg("Choose a document that was seen, or the body that decided."),
    ),
    "vault.formal_already": (
        msg("The person is formally identified already."),
        msg("A preliminary identification after that changes nothing. Note another formal one if there is one."),
    ),
    "vault.stage_ended": (
        msg("Your organisation has ended its work with this person already."),
        msg("It goes on by itself at the next meeting."),
    ),
    "vault.bad_words": (
        msg("This text is too long, or has signs in it that nobody sees."),
        msg("Write at most {most} letters."),
    ),
    "workflow.which_body": (
        msg("This colleague is of another agency: the record leaves yours. Nothing was handed over, and no answer was "
            "noted."),
        msg("Say what kind of body that agency is, and what the person agreed to."),
    ),
    "workflow.not_asked_within": (
        msg("This colleague is of your own agency: the person is not asked about that, and no reason is needed. "
            "Nothing was handed over, and no answer was noted."),
        msg("Hand it over without an answer or a reason. What the person refuses to others is noted as consent."),
    ),
    "workflow.work_said_no": (
        msg("The person said no to what they told of their work going along. It is kept."),
        msg("Make the slip without it. If they agree to it later, note that as a new yes to the work."),
    ),
    "workflow.work_of_guardian": (
        msg("The guardian agrees that what was told of the work goes along, and the person has not been asked."),
        msg("Ask the person by itself, and note what they say."),
    ),
    "workflow.no_such_module": (
        msg("There is no questionnaire {name} that goes on after the first interview."),
        msg("Choose one of those that are shown with the person."),
    ),
    "workflow.asked_already": (
        msg("This was asked already on {day} by {by}, in the record {record}."),
        msg("Ask that colleague to hand the record over, or begin it again if the person wants to."),
    ),
    "workflow.asked_in_own": (
        msg("This was asked already on {day} by {by}, in the record {record}, which is yours."),
        msg("Read it there, correct it there, or begin it again if the person wants to."),
    ),
    "workflow.tells_whole": (
        msg("The whole record is not handed over to this kind of agency: it would tell them of trafficking."),
        msg("Issue a slip, which says what this service needs. A whole record goes to projects against trafficking; on "
            "a word of its own to police, courts or abroad; and of a child who is noted to be alone to the juvenile "
            "court and social services."),
    ),
    "workflow.work_elsewhere": (
        msg("{by} asked them about their work on {day}, in the record {record}, which you may not read."),
        msg("Ask that colleague to hand the record over or to make this slip, or make it without the work."),
    ),
    "workflow.first_again": (
        msg("The first interview stopped before it came to whether they agree to the talk, or there was none."),
        msg("Begin it again, or go on with it: it asks first whether they are safe, and keeps what they say."),
    ),
    "workflow.not_safe_now": (
        msg("Whether they understand, can speak freely, are well enough and in no danger was not asked, or is not so."),
        msg("Begin the first interview: it asks this, keeps what they say, and tells what to do."),
    ),
    "workflow.talk_not_asked": (
        msg("Nobody noted that the person agrees to the talk, and to its being written down."),
        msg("Read to them first what it is for. It begins where they agree, and that is kept."),
    ),
    "workflow.talk_refused": (
        msg("The person said no to the talk, or to its being written down, or took that back."),
        msg("Read to them first what it is for, without insisting. It begins where they agree now, and that is kept."),
    ),
    "workflow.unlisted_language": (
        msg("The language {language} is not in the list of languages."),
        msg("Give its code, such as bn for Bengali; for one that is not in the list: other."),
    ),
}
