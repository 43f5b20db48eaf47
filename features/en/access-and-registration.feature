Feature: Access and registration
  For whoever receives, interviews or registers a person who has just arrived.
  Helps decide how to talk in private, which name to use and how to register,
  so that neither papers, status nor silence stands between anyone and help.

  Scenario: A talk that others can see or hear moves to a private place first
    Given private place to talk: no
    When advice is asked for
    Then C-REG-01 applies at once
    And C-REG-01 says what must be done

  Scenario: A talk that is already private goes on where it is
    Given private place to talk: yes
    When advice is asked for
    Then C-REG-01 does not apply

  Scenario: Before anything delicate is raised, somebody looks around to see who could overhear
    Given private place to talk is not known
    When advice is asked for
    Then C-REG-01 says to find out first, at once
    And it is worth looking for private place to talk

  Scenario: An injury is cared for even while a private place is still being found
    Given private place to talk: no
    And injury that needs care: yes
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REG-01 applies at once

  Scenario: Somebody who stays away to keep safe can register at another hour or place
    Given registration stage: not registered
    And avoidance of services for safety: yes
    When advice is asked for
    Then C-REG-02 applies within 72 hours
    And C-REG-02 says what should be done

  Scenario: Somebody who is already registered needs no other hour for registration
    Given registration stage: registered
    And avoidance of services for safety: yes
    When advice is asked for
    Then C-REG-02 does not apply

  Scenario: Nobody is singled out with a question about keeping away from services
    Given registration stage: not registered
    And avoidance of services for safety is not known
    When advice is asked for
    Then C-REG-02 stays undecided and says nothing
    And nobody is asked about avoidance of services for safety

  Scenario: A problem with what the papers show neither delays registration nor calls for proof
    Given problem with what the papers show: yes
    When advice is asked for
    Then C-REG-03 applies within 72 hours
    And C-REG-03 says what must be done

  Scenario: Papers that suit the person call for nothing special
    Given problem with what the papers show: no
    When advice is asked for
    Then C-REG-03 does not apply

  Scenario: Nobody searches somebody's papers for a problem the person has not raised
    Given problem with what the papers show is not known
    When advice is asked for
    Then C-REG-03 stays undecided and says nothing
    And nobody is asked about problem with what the papers show

  Scenario: Somebody whose chosen name is not on file is asked which name to use and where
    Given preferred name on record: no
    When advice is asked for
    Then C-REG-04 applies as routine
    And C-REG-04 says what should be done

  Scenario: A name already on file is not asked for again, and is used only where that is safe
    Given preferred name on record: yes
    When advice is asked for
    Then C-REG-04 does not apply
    And C-DIV-11 applies at once

  Scenario: Once tonight is safe, everyone is asked which name they go by
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    And preferred name on record is not known
    When advice is asked for
    Then C-REG-04 says to find out first, as routine
    And it is worth asking the person about preferred name on record

  Scenario: While almost nothing is known, questions that can wait are not put to a tired person
    Given nothing is known
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-REG-04 says to find out first, as routine
    And nobody is asked about preferred name on record

  Scenario: Nobody is probed about private matters, however little is known about them
    Given nothing is known
    When advice is asked for
    Then C-REG-05 applies as routine
    And C-REG-05 says what must not be done
    And nobody is asked about private matter volunteered by the person

  Scenario: Somebody who has confided a private matter is not pressed for more
    Given private matter volunteered by the person: yes
    When advice is asked for
    Then C-REG-05 applies as routine
    And nobody is asked about private matter volunteered by the person

  Scenario: An office that consults people invites everyone and picks out nobody
    Given the office is described
    And consultation of displaced people: no
    When advice is asked for
    Then O-16 applies as routine
    And C-REG-05 applies as routine

  Scenario: Somebody who has confided a private matter is offered an account of the choices an interview leaves open
    Given private matter volunteered by the person: yes
    And registration stage: awaiting a refugee status decision
    When advice is asked for
    Then C-REG-06 applies within 72 hours
    And C-REG-06 says what should be done

  Scenario: A person who confides nothing is told where help is like everyone else
    Given private matter volunteered by the person: nothing noted
    And registration stage: awaiting a refugee status decision
    When advice is asked for
    Then C-REG-06 does not apply
    And C-REG-15 applies as routine
    And C-REG-15 says what must be done

  Scenario: A person already recognised has no such interview ahead
    Given private matter volunteered by the person: yes
    And registration stage: recognised as a refugee
    When advice is asked for
    Then C-REG-06 does not apply

  Scenario: Interview choices are left unmentioned while nobody knows how far registration has come
    Given private matter volunteered by the person: yes
    And registration stage is not known
    When advice is asked for
    Then C-REG-06 stays undecided and says nothing

  Scenario: Somebody not yet registered who confided a private matter hears early what an interview can offer
    Given private matter volunteered by the person: yes
    And registration stage: not registered
    When advice is asked for
    Then C-REG-06 applies within 72 hours

  Scenario: Being registered already does not end the offer to explain what the interview allows
    Given private matter volunteered by the person: yes
    And registration stage: registered
    When advice is asked for
    Then C-REG-06 applies within 72 hours

  Scenario: Two who ask to stay together meet the same test as any other couple
    Given request to stay together: yes
    When advice is asked for
    Then C-REG-07 applies within 72 hours
    And C-REG-07 says what must be done

  Scenario: Somebody who asks to stay with nobody has no tie to show
    Given request to stay together: no
    When advice is asked for
    Then C-REG-07 does not apply

  Scenario: Nobody presumes that two who arrived together want to stay together
    Given request to stay together is not known
    When advice is asked for
    Then C-REG-07 stays undecided and says nothing

  Scenario: A request to stay together never binds the one who does not feel safe
    Given request to stay together: yes
    And feeling safe with the partner: no
    When advice is asked for
    Then C-REG-07 applies within 72 hours
    And C-ACC-06 applies at once

  Scenario: Somebody whose relatives must not see something is interviewed alone
    Given something the family must not see: yes
    When advice is asked for
    Then C-REG-08 applies at once
    And C-REG-08 says what must be done

  Scenario: When relatives may see everything, statements need not be kept apart
    Given something the family must not see: no
    When advice is asked for
    Then C-REG-08 does not apply

  Scenario: Every adult is interviewed alone until the person says what relatives may see
    Given something the family must not see is not known
    When advice is asked for
    Then C-REG-08 applies at once as a precaution
    And it is worth asking the person about something the family must not see

  Scenario: Nothing delicate enters a file that relatives share, and the talk takes place alone
    Given something the family must not see: yes
    And file shared with family members: yes
    And an item of information called "note"
    And for "note", sensitive content: yes
    When advice is asked for
    Then C-DAT-02 applies at once for "note"
    And C-REG-08 applies at once

  Scenario: Somebody without papers is registered and helped all the same
    Given lack of identity documents: yes
    When advice is asked for
    Then C-REG-09 applies at once
    And C-REG-09 says what must not be done

  Scenario: Somebody whose papers are all there is registered in the ordinary way
    Given lack of identity documents: no
    When advice is asked for
    Then C-REG-09 does not apply

  Scenario: Whether papers are missing is asked openly, and help does not wait for the answer
    Given lack of identity documents is not known
    When advice is asked for
    Then C-REG-09 says to find out first, at once
    And it is worth asking the person about lack of identity documents

  Scenario: Somebody who uses sign language has it before being asked to agree to anything
    Given communication support wanted: sign language
    When advice is asked for
    Then C-REG-10 applies within 72 hours
    And C-REG-10 says what must be done

  Scenario: Somebody who wants no support in communicating has none thrust upon them
    Given communication support wanted: none
    When advice is asked for
    Then C-REG-10 does not apply

  Scenario: Everyone is asked which support would help them to follow and be understood
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    And communication support wanted is not known
    When advice is asked for
    Then C-REG-10 says to find out first, within 72 hours
    And it is worth asking the person about communication support wanted

  Scenario: Easy-read text comes before any consent where somebody wants it
    Given communication support wanted: easy-read text
    When advice is asked for
    Then C-REG-10 applies within 72 hours

  Scenario: A spoken explanation comes before any consent where somebody wants it
    Given communication support wanted: spoken explanation
    When advice is asked for
    Then C-REG-10 applies within 72 hours

  Scenario: Captions come before any consent where somebody wants them
    Given communication support wanted: captions
    When advice is asked for
    Then C-REG-10 applies within 72 hours

  Scenario: Support of another kind comes before any consent where somebody wants it
    Given communication support wanted: other support
    When advice is asked for
    Then C-REG-10 applies within 72 hours

  Scenario: Urgent care goes on while spoken explanation or captions are arranged
    Given communication support wanted: spoken explanation, captions
    And injury that needs care: yes
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REG-10 applies within 72 hours

  Scenario: Doubt about somebody's ability to decide brings support and time, not a decision in their place
    Given concern about capacity to consent: yes
    When advice is asked for
    Then C-REG-11 applies within 72 hours
    And C-REG-11 says what should be done

  Scenario: Where staff have no such doubt, the person decides like anybody
    Given concern about capacity to consent: no
    When advice is asked for
    Then C-REG-11 does not apply

  Scenario: Everybody is presumed able to decide, and nobody is tested for it
    Given concern about capacity to consent is not known
    When advice is asked for
    Then C-REG-11 stays undecided and says nothing
    And nobody is asked about concern about capacity to consent

  Scenario: Somebody whose age is not known has the safeguards of a child, and is asked rather than tested
    Given age group is not known
    When advice is asked for
    Then C-REG-12 applies at once
    And C-REG-12 says what must be done
    And it is worth asking the person about age group

  Scenario: An adult is not treated as a child
    Given age group: adult aged 18 to 59
    When advice is asked for
    Then C-REG-12 does not apply

  Scenario: An adolescent is not a doubtful case: child protection is asked for advice
    Given age group: adolescent aged 12 to 17
    When advice is asked for
    Then C-REG-12 does not apply
    And C-DIV-01 applies at once

  Scenario: Somebody not yet registered has the same protection and services as anyone
    Given registration stage: not registered
    When advice is asked for
    Then C-REG-13 applies as routine
    And C-REG-13 says what must be done

  Scenario: A person in a statelessness procedure is not told to wait for its outcome
    Given registration stage: in a statelessness procedure
    When advice is asked for
    Then C-REG-13 applies as routine

  Scenario: Nobody needs reminding that status is no bar once a person is recognised as a refugee
    Given registration stage: recognised as a refugee
    When advice is asked for
    Then C-REG-13 does not apply

  Scenario: The registration stage is looked up by staff later, not asked of the person
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    And registration stage is not known
    When advice is asked for
    Then C-REG-13 says to find out first, as routine
    And it is worth asking staff about registration stage

  Scenario: Somebody for whom registration does not arise has the same protection as anybody
    Given registration stage: not applicable
    When advice is asked for
    Then C-REG-13 applies as routine

  Scenario: Somebody who is registered needs no reminder that legal status is no obstacle
    Given registration stage: registered
    When advice is asked for
    Then C-REG-13 does not apply

  Scenario: Somebody turned away by a service has the refusal put right
    Given type of incident the person told of: denial of a service
    When advice is asked for
    Then C-REG-14 applies within 72 hours
    And C-REG-14 says what must be done

  Scenario: Somebody who tells of threats but of no refusal has no service to win back
    Given type of incident the person told of: threats
    When advice is asked for
    Then C-REG-14 does not apply

  Scenario: Nobody has to recount what they have been through in order to be registered
    Given type of incident the person told of is not known
    When advice is asked for
    Then C-REG-14 stays undecided and says nothing
    And nobody is asked about type of incident the person told of

  Scenario: Whatever else was done to somebody, no service is put right that nobody refused
    Given type of incident the person told of: physical violence, threats, forced marriage, detention
    When advice is asked for
    Then C-REG-14 does not apply

  Scenario: However little is known, the person leaves knowing where help is and how to return safely
    Given nothing is known
    When advice is asked for
    Then C-REG-15 applies as routine

  Scenario: Somebody who agrees to no referral is still told where help can be found
    Given consent to referral: no
    When advice is asked for
    Then C-REF-01 applies at once
    And C-REG-15 applies as routine
