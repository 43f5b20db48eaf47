Feature: Safe referral
  For the case worker who thinks through, together with a person, which services to offer and which providers can be used safely.
  The scenarios show when a referral may be sent, when information alone is given, and how a visit is prepared so that it exposes nobody.
  The person decides about each referral, a supervisor or specialist reviews, and what is not known never counts as agreement.

  Scenario: Somebody who says no to a referral is given information, and no provider hears their name
    Given consent to referral: no
    When advice is asked for
    Then C-REF-01 applies at once
    And C-REF-01 says what must not be done

  Scenario: Once a person agrees to be referred, no general bar to a referral remains
    Given consent to referral: yes
    When advice is asked for
    Then C-REF-01 does not apply

  Scenario: Silence is not consent, and until the person has answered nothing that names them is sent
    Given consent to referral is not known
    When advice is asked for
    Then C-REF-01 applies at once as a precaution
    And it is worth asking the person about consent to referral

  Scenario: Somebody about whom nothing is known leaves with a minimum plan, and no provider has their name
    Given nothing is known
    When advice is asked for
    Then C-REF-01 applies at once as a precaution
    And C-DIV-12 applies at once

  Scenario: Somebody who refuses a referral is still offered care after sexual violence
    Given consent to referral: no
    And type of incident the person told of: sexual violence
    When advice is asked for
    Then C-REF-01 applies at once
    And C-MR-03 applies at once

  Scenario: A yes to one clinic does not outweigh a no to being referred at all
    Given consent to referral: no
    And a service called "clinic"
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 is set aside by C-REF-01 for "clinic"

  Scenario: A clinic where equal treatment could not be confirmed is not recommended
    Given a service called "clinic"
    And for "clinic", verified equal treatment: no
    When advice is asked for
    Then C-REF-02 applies within 72 hours for "clinic"
    And C-REF-02 says what must not be done for "clinic"
    And "clinic" is not recommended

  Scenario: A clinic known to serve everyone alike is not held back
    Given a service called "clinic"
    And for "clinic", verified equal treatment: yes
    When advice is asked for
    Then C-REF-02 does not apply for "clinic"

  Scenario: A clinic that nobody has checked is telephoned in general terms and is not ruled out
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-REF-02 says to find out first, within 72 hours for "clinic"
    And "clinic" is to be checked first
    And it is worth asking the provider about verified equal treatment for "clinic"

  Scenario: Interrupted HIV treatment does not wait until the clinic has been checked
    Given interrupted treatment: HIV treatment
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-14 applies at once
    And C-REF-02 says to find out first, within 72 hours for "clinic"

  Scenario: Another interrupted treatment leaves time to telephone the clinic first
    Given interrupted treatment: other long-term treatment
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-DIV-05 applies within 72 hours
    And C-REF-02 says to find out first, within 72 hours for "clinic"
    But C-DIV-14 does not apply

  Scenario: A clinic last checked four months ago is checked again before anyone goes there
    Given a service called "clinic"
    And for "clinic", number of days since verification: 120
    When advice is asked for
    Then C-REF-03 applies within 72 hours for "clinic"
    And C-REF-03 says what should be done for "clinic"

  Scenario: A check that is exactly 90 days old still counts
    Given a service called "clinic"
    And for "clinic", number of days since verification: 90
    When advice is asked for
    Then C-REF-03 does not apply for "clinic"

  Scenario: When nobody remembers the last check of a clinic, staff look up the date
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", number of days since verification is not known
    When advice is asked for
    Then C-REF-03 says to find out first, within 72 hours for "clinic"
    And it is worth asking staff about number of days since verification for "clinic"

  Scenario: On the ninety-first day the last check of a provider is out of date
    Given a service called "clinic"
    And for "clinic", number of days since verification: 91
    When advice is asked for
    Then C-REF-03 applies within 72 hours for "clinic"

  Scenario: A clinic that was checked long ago is possible, not preferred
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 100
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-03 applies within 72 hours for "clinic"
    And "clinic" is possible

  Scenario: A clinic with trained staff, safe to use and agreed to by the person, is preferred
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 applies as routine for "clinic"
    And C-REF-04 says what should be done for "clinic"
    And "clinic" is preferred

  Scenario: A clinic without trained staff remains possible but is not preferred
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: no
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 does not apply for "clinic"
    And "clinic" is possible

  Scenario: Trained staff do not make a clinic preferred once the person has said no to it
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: no
    When advice is asked for
    Then C-REF-04 does not apply for "clinic"
    And "clinic" is not recommended

  Scenario: Training that nobody knows of earns a clinic no preference and raises no question
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider is not known
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 stays undecided and says nothing for "clinic"
    And "clinic" is possible
    But nobody is asked about trained staff at this provider

  Scenario: A clinic that cannot be reached safely is possible while the journey is arranged
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: no
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then "clinic" is possible

  Scenario: However well trained its staff, a clinic that may report people to the police is checked first
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", reporting to the police is not known
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-04 is set aside by C-MR-07 for "clinic"
    And "clinic" is to be checked first

  Scenario: Where the person finds the way to a clinic unsafe, a safe way is arranged
    Given a service called "clinic"
    And for "clinic", safe journey to this provider: no
    When advice is asked for
    Then C-REF-05 applies within 72 hours for "clinic"
    And C-REF-05 says what must be done for "clinic"

  Scenario: Nobody is given an escort on a way they find safe
    Given a service called "clinic"
    And for "clinic", safe journey to this provider: yes
    When advice is asked for
    Then C-REF-05 does not apply for "clinic"

  Scenario: Whether the way to a clinic is safe is for the person to say
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", safe journey to this provider is not known
    When advice is asked for
    Then C-REF-05 says to find out first, within 72 hours for "clinic"
    And it is worth asking the person about safe journey to this provider for "clinic"

  Scenario: While safety tonight is still open, nobody is questioned about the way to a clinic
    Given a safe place tonight is not known
    And immediate danger is not known
    And consent to referral is not known
    And a service called "clinic"
    And for "clinic", safe journey to this provider is not known
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-REF-05 says to find out first, within 72 hours for "clinic"
    But nobody is asked about safe journey to this provider

  Scenario: A clinic that asks for the family's consent is not used when the family must not learn
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-REF-06 applies at once for "clinic"
    And C-REF-06 says what must not be done for "clinic"
    And "clinic" is not recommended

  Scenario: A clinic that asks for the family's consent is not used when the family is the danger
    Given something the family must not see: no
    And source of threat: family
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-REF-06 applies at once for "clinic"

  Scenario: Until a person has said that the family may know, nobody refers them to a clinic that asks the family
    Given something the family must not see is not known
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-REF-06 applies at once for "clinic"
    And "clinic" is not recommended

  Scenario: A fee or a long way does not make a clinic a danger to a person whose family must not learn
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: fee, distance
    When advice is asked for
    Then C-REF-06 does not apply for "clinic"

  Scenario: Family consent stands in nobody's way where the family may know and is not feared
    Given something the family must not see: no
    And source of threat: own community
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-REF-06 does not apply for "clinic"

  Scenario: Where the family must not learn, a clinic is first asked what it requires of anyone who comes
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", barrier to this service is not known
    When advice is asked for
    Then C-REF-06 says to find out first, at once for "clinic"
    And "clinic" is to be checked first
    And it is worth asking the provider about barrier to this service for "clinic"

  Scenario: Where the family may know everything and is not the threat, asking for its consent closes no service
    Given something the family must not see: no
    And source of threat: partner
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-REF-06 does not apply for "clinic"

  Scenario: Somebody without papers is not sent to a door where papers are demanded
    Given lack of identity documents: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: identity document required
    When advice is asked for
    Then C-REF-07 applies within 72 hours for "clinic"
    And C-REF-07 says what must be done for "clinic"

  Scenario: When something on the papers causes trouble, a waiver is agreed before the visit
    Given problem with what the papers show: yes
    And lack of identity documents: no
    And a service called "clinic"
    And for "clinic", barrier to this service: identity document required
    When advice is asked for
    Then C-REF-07 applies within 72 hours for "clinic"

  Scenario: Somebody whose papers are complete and cause no trouble needs no waiver
    Given lack of identity documents: no
    And problem with what the papers show: no
    And a service called "clinic"
    And for "clinic", barrier to this service: identity document required
    When advice is asked for
    Then C-REF-07 does not apply for "clinic"

  Scenario: Missing papers do not matter at a clinic that does not ask for them
    Given lack of identity documents: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: language, opening hours
    When advice is asked for
    Then C-REF-07 does not apply for "clinic"

  Scenario: A clinic is asked which papers it wants before somebody without papers tries its door
    Given lack of identity documents: yes
    And a service called "clinic"
    And for "clinic", barrier to this service is not known
    When advice is asked for
    Then C-REF-07 says to find out first, within 72 hours for "clinic"
    And "clinic" is to be checked first
    And it is worth asking the provider about barrier to this service for "clinic"

  Scenario: Where a clinic demands papers, the person is asked what papers they have before going there
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: identity document required
    When advice is asked for
    Then C-REF-07 says to find out first, within 72 hours for "clinic"
    And it is worth asking the person about lack of identity documents
    And it is worth asking the person about problem with what the papers show

  Scenario: A clinic that asks for papers somebody does not have is possible while it is asked to waive them
    Given consent to referral: yes
    And service the person declined: none
    And lack of identity documents: yes
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: identity document required
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-REF-07 applies within 72 hours for "clinic"
    And "clinic" is possible

  Scenario: Missing papers are no obstacle at a service that does not ask for any
    Given lack of identity documents: yes
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required, fee, distance
    When advice is asked for
    Then C-REF-07 does not apply for "clinic"

  Scenario: A clinic whose door everybody sees is possible, not preferred
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: no
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then "clinic" is possible

  Scenario: Where visitors can be seen, a person whose family must not learn is offered another time or door
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", discreet way in: no
    When advice is asked for
    Then C-REF-08 applies within 72 hours for "clinic"
    And C-REF-08 says what should be done for "clinic"

  Scenario: A clinic that people can enter unseen needs no other door
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", discreet way in: yes
    When advice is asked for
    Then C-REF-08 does not apply for "clinic"

  Scenario: Somebody who does not mind the family knowing uses the same door as everyone else
    Given something the family must not see: no
    And a service called "clinic"
    And for "clinic", discreet way in: no
    When advice is asked for
    Then C-REF-08 does not apply for "clinic"

  Scenario: Until it is known who can see the door, a visit is planned as if it would be noticed
    Given something the family must not see: yes
    And a service called "clinic"
    And for "clinic", discreet way in is not known
    When advice is asked for
    Then C-REF-08 applies within 72 hours as a precaution for "clinic"
    And "clinic" is to be checked first

  Scenario: Where the door is in full view, another is offered without first asking what the family may know
    Given something the family must not see is not known
    And a service called "clinic"
    And for "clinic", discreet way in: no
    When advice is asked for
    Then C-REF-08 applies within 72 hours for "clinic"

  Scenario: An interpreter from the person's own community is replaced before anything sensitive is said
    Given need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-REF-09 applies at once
    And C-REF-09 says what must be done

  Scenario: An interpreter whom the person does not accept is replaced
    Given need for an interpreter: yes
    And interpreter accepted by the person: no
    When advice is asked for
    Then C-REF-09 applies at once

  Scenario: A friend or relative does not interpret sensitive matters, even one the person accepts
    Given need for an interpreter: yes
    And interpreter accepted by the person: yes
    And interpreter from the same community: no
    And kind of interpreter: friend or relative
    When advice is asked for
    Then C-REF-09 applies at once

  Scenario: A professional on the telephone, from outside the person's community and accepted by them, goes on interpreting
    Given need for an interpreter: yes
    And interpreter accepted by the person: yes
    And interpreter from the same community: no
    And kind of interpreter: professional by phone or video
    When advice is asked for
    Then C-REF-09 does not apply

  Scenario: Somebody who needs no interpreter is asked nothing more about interpreters
    Given need for an interpreter: no
    When advice is asked for
    Then C-REF-09 does not apply
    But nobody is asked about interpreter accepted by the person

  Scenario: Before the talk begins, it is found out in private whether the interpreter suits the person
    Given need for an interpreter: yes
    When advice is asked for
    Then C-REF-09 says to find out first, at once
    And it is worth asking the person about interpreter accepted by the person
    And it is worth asking staff about interpreter from the same community

  Scenario: A professional in the room is not yet an interpreter whom the person accepts
    Given need for an interpreter: yes
    And kind of interpreter: professional in the room
    When advice is asked for
    Then C-REF-09 says to find out first, at once

  Scenario: Danger is met at once while another interpreter is still being found
    Given immediate danger: yes
    And need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-VIO-01 applies at once
    And C-REF-09 applies at once

  Scenario: Care after sexual violence is offered now, though not through an interpreter from the person's own community
    Given type of incident the person told of: sexual violence
    And need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-MR-03 applies at once
    And C-REF-09 applies at once

  Scenario: Somebody in acute distress is offered support now and mental health care within 72 hours
    Given acute distress: yes
    When advice is asked for
    Then C-REF-10 applies within 72 hours
    And C-REF-10 says what should be done

  Scenario: Somebody who is not in acute distress is not steered towards mental health care
    Given acute distress: no
    When advice is asked for
    Then C-REF-10 does not apply

  Scenario: Nobody is questioned about their state of mind while no distress has been noticed
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And acute distress is not known
    When advice is asked for
    Then C-REF-10 stays undecided and says nothing
    But nobody is asked about acute distress

  Scenario: Somebody who speaks of ending their life is not left alone
    Given stated risk of suicide: yes
    When advice is asked for
    Then C-REF-11 applies at once
    And C-REF-11 says what must be done

  Scenario: What a person says of ending their life is taken seriously even when they seem calm
    Given stated risk of suicide: yes
    And acute distress: no
    When advice is asked for
    Then C-REF-11 applies at once

  Scenario: Somebody in distress who has no thought of ending their life is supported, not guarded
    Given stated risk of suicide: no
    And acute distress: yes
    When advice is asked for
    Then C-REF-11 does not apply
    And C-REF-10 applies within 72 hours

  Scenario: When distress is plain to see, trained staff ask gently about the risk to life
    Given acute distress: yes
    And stated risk of suicide is not known
    When advice is asked for
    Then C-REF-11 says to find out first, at once
    And it is worth asking the person about stated risk of suicide

  Scenario: Without a sign of distress nobody is asked about thoughts of ending their life
    Given acute distress is not known
    And stated risk of suicide is not known
    When advice is asked for
    Then C-REF-11 does not apply
    But nobody is asked about stated risk of suicide

  Scenario: Somebody who has volunteered a private matter may be given the contact of a local organization
    Given private matter volunteered by the person: yes
    And a service called "organization"
    And for "organization", type of service: support from a local organization
    When advice is asked for
    Then C-REF-12 applies as routine for "organization"
    And C-REF-12 says what may be done for "organization"

  Scenario: Nobody is handed the contact of a local organization on a guess about their private life
    Given private matter volunteered by the person: nothing noted
    And a service called "organization"
    And for "organization", type of service: support from a local organization
    When advice is asked for
    Then C-REF-12 does not apply for "organization"
    But nobody is asked about private matter volunteered by the person

  Scenario: Confiding a private matter changes nothing about an ordinary clinic
    Given private matter volunteered by the person: yes
    And a service called "clinic"
    And for "clinic", type of service: general health care
    When advice is asked for
    Then C-REF-12 does not apply for "clinic"

  Scenario: While the kind of service is not known, no contact is handed out because of something confided
    Given private matter volunteered by the person: yes
    And a service called "organization"
    And for "organization", type of service is not known
    When advice is asked for
    Then C-REF-12 stays undecided and says nothing for "organization"

  Scenario: A person who has declined a kind of help is neither referred to it nor pressed
    Given service the person declined: mental health and psychosocial support
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    When advice is asked for
    Then C-REF-13 applies as routine for "centre"
    And C-REF-13 says what must not be done for "centre"
    And "centre" is not recommended

  Scenario: Declining legal counsel closes no other door
    Given service the person declined: legal counsel
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    When advice is asked for
    Then C-REF-13 does not apply for "centre"

  Scenario: Before a service is arranged, the person is asked once whether it is wanted
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And service the person declined is not known
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    When advice is asked for
    Then C-REF-13 says to find out first, as routine for "centre"
    And it is worth asking the person about service the person declined

  Scenario: For a service the person declines, nobody goes on arranging travel, papers or a discreet way in
    Given service the person declined: general health care
    And lack of identity documents: yes
    And something the family must not see: yes
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", safe journey to this provider: no
    And for "clinic", barrier to this service: identity document required
    And for "clinic", discreet way in: no
    When advice is asked for
    Then C-REF-05 is set aside by C-REF-13 for "clinic"
    And C-REF-07 is set aside by C-REF-13 for "clinic"
    And C-REF-08 is set aside by C-REF-13 for "clinic"

  Scenario: Somebody who has since declined a service is not followed up about it
    Given service the person declined: mental health and psychosocial support
    And a service called "centre"
    And for "centre", type of service: mental health and psychosocial support
    And for "centre", consent to referral to this provider: yes
    And for "centre", referral already sent to this provider: yes
    When advice is asked for
    Then C-REF-14 is set aside by C-REF-13 for "centre"

  Scenario: A local organization that the person has declined is not brought up again
    Given service the person declined: support from a local organization
    And private matter volunteered by the person: yes
    And a service called "organization"
    And for "organization", type of service: support from a local organization
    When advice is asked for
    Then C-REF-12 is set aside by C-REF-13 for "organization"

  Scenario: Confiding a private matter is no reason to hand out the contact of a complaints service
    Given private matter volunteered by the person: yes
    And a service called "office"
    And for "office", type of service: complaints and feedback
    When advice is asked for
    Then C-REF-12 does not apply for "office"

  Scenario: For somebody who declines care after sexual violence no medicine is sent for, and the offer stays open
    Given service the person declined: care after sexual violence
    And type of incident the person told of: sexual violence
    And a service called "hospital"
    And for "hospital", type of service: care after sexual violence
    And for "hospital", post-exposure prophylaxis in stock: no
    When advice is asked for
    Then C-MR-13 is set aside by C-REF-13 for "hospital"
    And C-MR-03 applies at once

  Scenario: A clinic that lacks a medicine after sexual violence is possible while the medicine is brought
    Given consent to referral: yes
    And service the person declined: none
    And type of incident the person told of: sexual violence
    And number of hours since sexual violence: 20
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", post-exposure prophylaxis in stock: no
    And for "clinic", emergency contraception in stock: yes
    When advice is asked for
    Then C-MR-13 applies at once for "clinic"
    And "clinic" is possible

  Scenario: A referral that was sent is followed up with the person
    Given a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: yes
    When advice is asked for
    Then C-REF-14 applies as routine for "clinic"
    And C-REF-14 says what should be done for "clinic"

  Scenario: Where no referral was sent there is nothing to follow up
    Given a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: no
    When advice is asked for
    Then C-REF-14 does not apply for "clinic"

  Scenario: A clinic the person no longer agrees to is not followed up, although a referral once went out
    Given a service called "clinic"
    And for "clinic", consent to referral to this provider: no
    And for "clinic", referral already sent to this provider: yes
    When advice is asked for
    Then C-REF-14 does not apply for "clinic"

  Scenario: When nobody knows whether a referral went out, no follow-up is attempted and no one is asked
    Given immediate danger: no
    And a safe place tonight: yes
    And consent to referral: yes
    And a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider is not known
    When advice is asked for
    Then C-REF-14 stays undecided and says nothing for "clinic"
    But nobody is asked about referral already sent to this provider

  Scenario: Refusing to have things written down does not end the follow-up
    Given consent to recording: no
    And an item of information called "note"
    And for "note", sensitive content: yes
    And a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: yes
    When advice is asked for
    Then C-DAT-01 applies at once for "note"
    And C-REF-14 applies as routine for "clinic"

  Scenario: With no safe way to reach the person, follow-up goes on without any call, message or visit
    Given safe way to reach the person: no safe way found
    And a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And for "clinic", referral already sent to this provider: yes
    When advice is asked for
    Then C-DAT-12 applies at once
    And C-REF-14 applies as routine for "clinic"

  Scenario: Somebody who is hurt is offered care now and need not say how it happened
    Given injury that needs care: yes
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REF-15 says what must be done
    But nobody is asked about type of incident the person told of

  Scenario: Somebody who has no injury is not sent for treatment
    Given injury that needs care: no
    When advice is asked for
    Then C-REF-15 does not apply

  Scenario: Where it is not known whether anything hurts, the person is simply asked
    Given injury that needs care is not known
    When advice is asked for
    Then C-REF-15 says to find out first, at once
    And it is worth asking the person about injury that needs care

  Scenario: Care for an injury is offered even to somebody who agrees to no referral
    Given consent to referral: no
    And injury that needs care: yes
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REF-01 applies at once

  Scenario: Somebody hurt who declines the clinic is still offered first aid
    Given injury that needs care: yes
    And service the person declined: general health care
    And a service called "clinic"
    And for "clinic", type of service: general health care
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REF-13 applies as routine for "clinic"

  Scenario: Care for an injury does not wait while a clinic is being checked
    Given injury that needs care: yes
    And a service called "clinic"
    And for "clinic", verified equal treatment is not known
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REF-02 says to find out first, within 72 hours for "clinic"

  Scenario: Where no service can be reached, somebody hurt is offered help all the same
    Given injury that needs care: yes
    And no services at all
    When advice is asked for
    Then C-REF-15 applies at once
    And C-REF-16 does not apply

  Scenario: Agreeing to be referred is not yet agreeing to this clinic
    Given consent to referral: yes
    And a service called "clinic"
    And for "clinic", consent to referral to this provider: no
    When advice is asked for
    Then C-REF-16 applies at once for "clinic"
    And C-REF-16 says what must not be done for "clinic"
    And "clinic" is not recommended

  Scenario: A yes to the clinic is not a yes to the hospital
    Given a service called "clinic"
    And for "clinic", consent to referral to this provider: yes
    And a service called "hospital"
    And for "hospital", consent to referral to this provider: no
    When advice is asked for
    Then C-REF-16 does not apply for "clinic"
    And C-REF-16 applies at once for "hospital"

  Scenario: An otherwise suitable clinic receives no name before the person has agreed to it
    Given consent to referral: yes
    And service the person declined: none
    And a service called "clinic"
    And for "clinic", reporting to the police: no
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider is not known
    When advice is asked for
    Then C-REF-16 applies at once as a precaution for "clinic"
    And "clinic" is to be checked first
    And it is worth asking the person about consent to referral to this provider for "clinic"

  Scenario: A clinic that tells the police is possible where the law is safe, once the person knows of it
    Given consent to referral: yes
    And service the person declined: none
    And something the family must not see: no
    And criminalising law in force: no
    And a service called "clinic"
    And for "clinic", type of service: general health care
    And for "clinic", reporting to the police: yes
    And for "clinic", matter that must be reported: nothing has to be reported
    And for "clinic", verified equal treatment: yes
    And for "clinic", number of days since verification: 20
    And for "clinic", discreet way in: yes
    And for "clinic", barrier to this service: none
    And for "clinic", safe journey to this provider: yes
    And for "clinic", trained staff at this provider: yes
    And for "clinic", consent to referral to this provider: yes
    When advice is asked for
    Then C-MR-02 applies at once for "clinic"
    And "clinic" is possible
