Feature: Violence prevention
  For case workers who meet somebody in danger, or who cannot yet tell.
  Helps decide how to protect the person with them and at their pace,
  and whom not to involve: no relative, police or authority unless the person wishes it.

  Scenario: Somebody in danger makes a safety plan with the worker before leaving
    Given immediate danger: yes
    When advice is asked for
    Then C-VIO-01 applies at once
    And C-VIO-01 says what must be done

  Scenario: Somebody who feels in no danger now is not hurried into a plan
    Given immediate danger: no
    When advice is asked for
    Then C-VIO-01 does not apply

  Scenario: A safety plan begins even before anybody knows whether danger is near
    Given immediate danger is not known
    When advice is asked for
    Then C-VIO-01 applies at once as a precaution
    And it is worth asking the person about immediate danger

  Scenario: An interpreter close to the person's community is changed while the safety plan goes ahead
    Given immediate danger: yes
    And need for an interpreter: yes
    And interpreter from the same community: yes
    When advice is asked for
    Then C-VIO-01 applies at once
    And C-REF-09 applies at once

  Scenario: Many unknowns at once never add up to no help
    Given nothing is known
    When advice is asked for
    Then C-DIV-12 applies at once
    And C-VIO-01 applies at once as a precaution
    And C-ACC-01 applies at once as a precaution

  Scenario: A safety plan never leads to the place where the threat is
    Given immediate danger: yes
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    When advice is asked for
    Then C-VIO-01 applies at once
    And C-ACC-02 applies at once for "hall"
    And "hall" is not recommended

  Scenario: Somebody whom the threat can reach is offered a move, and the ways of tracing them are closed
    Given threat source with access to the person: yes
    When advice is asked for
    Then C-VIO-02 applies at once
    And C-VIO-02 says what must be done

  Scenario: Somebody the threat cannot reach is not urged to move
    Given threat source with access to the person: no
    When advice is asked for
    Then C-VIO-02 does not apply

  Scenario: Whereabouts are kept quiet as long as nobody knows whether the threat can follow
    Given threat source with access to the person is not known
    When advice is asked for
    Then C-VIO-02 applies at once as a precaution
    And it is worth asking the person about threat source with access to the person

  Scenario: A place with a known address is not recommended to somebody who can be followed
    Given threat source with access to the person: yes
    And a place to stay called "hall"
    And for "hall", address kept confidential: no
    When advice is asked for
    Then C-VIO-02 applies at once
    And C-ACC-15 applies at once for "hall"
    And "hall" is not recommended

  Scenario: A place whose address may be known is checked before anybody in hiding goes there
    Given threat source with access to the person: yes
    And a place to stay called "hall"
    And for "hall", address kept confidential is not known
    When advice is asked for
    Then C-ACC-15 applies at once as a precaution for "hall"
    And "hall" is to be checked first
    And it is worth asking the provider about address kept confidential for "hall"

  Scenario: What the household could see on cards and slips becomes nobody's trail
    Given threat source with access to the person: yes
    And something the family must not see: yes
    When advice is asked for
    Then C-VIO-02 applies at once
    And C-REG-08 applies at once

  Scenario: Relatives who are the threat are not contacted
    Given source of threat: family
    When advice is asked for
    Then C-VIO-03 applies at once
    And C-VIO-03 says what must not be done

  Scenario: A threat from outside the family is no reason to keep relatives away
    Given source of threat: host community
    When advice is asked for
    Then C-VIO-03 does not apply

  Scenario: Relatives are left out until the person says, alone, who threatens them
    Given source of threat is not known
    When advice is asked for
    Then C-VIO-03 applies at once as a precaution
    And it is worth asking the person about source of threat

  Scenario: Choosing not to ask who is feared is no reason to call relatives
    Given source of threat: not asked
    When advice is asked for
    Then C-VIO-03 applies at once as a precaution
    And nobody is asked about source of threat

  Scenario: A service that asks for the family's consent is not recommended where the family is the threat
    Given source of threat: family
    And a service called "clinic"
    And for "clinic", barrier to this service: family consent required
    When advice is asked for
    Then C-VIO-03 applies at once
    And C-REF-06 applies at once for "clinic"
    And "clinic" is not recommended

  Scenario: A threat from a partner alone does not by itself forbid contact with relatives
    Given source of threat: partner
    When advice is asked for
    Then C-VIO-03 does not apply

  Scenario: Nobody threatened by an authority is sent to the police
    Given source of threat: authorities
    And consent to referral: yes
    And service the person declined: none
    And a service called "station"
    And for "station", type of service: police
    And for "station", reporting to the police: no
    And for "station", matter that must be reported: nothing has to be reported
    And for "station", trained staff at this provider: yes
    And for "station", consent to referral to this provider: yes
    When advice is asked for
    Then C-VIO-04 applies at once
    And C-VIO-04 says what must not be done
    And C-REF-04 is set aside by C-VIO-04 for "station"
    And "station" is not recommended

  Scenario: Where neither the law nor the authorities are a danger, turning to the police stays the person's choice
    Given source of threat: own community
    And risk of arrest or detention: no
    And criminalising law in force: no
    When advice is asked for
    Then C-VIO-04 does not apply

  Scenario: Law that nobody has checked is not taken for safe, and the police are left out
    Given criminalising law in force is not known
    When advice is asked for
    Then C-VIO-04 applies at once

  Scenario: Where the law is safe but a risk of arrest is not known, nothing is said about the police
    Given source of threat: own community
    And risk of arrest or detention is not known
    And criminalising law in force: no
    When advice is asked for
    Then C-VIO-04 stays undecided and says nothing

  Scenario: A place that shows its guest list to a threatening authority is not recommended
    Given source of threat: authorities
    And a place to stay called "room"
    And for "room", guest list shared with authorities: yes
    When advice is asked for
    Then C-VIO-04 applies at once
    And C-ACC-08 applies at once for "room"
    And "room" is not recommended

  Scenario: A threat from the authorities is reason enough, even where the law is safe and no arrest is feared
    Given criminalising law in force: no
    And source of threat: authorities
    And risk of arrest or detention: no
    When advice is asked for
    Then C-VIO-04 applies at once

  Scenario: A threat from an armed group says nothing against the police where the law is safe and no arrest is feared
    Given criminalising law in force: no
    And source of threat: armed group or fighter
    And risk of arrest or detention: no
    When advice is asked for
    Then C-VIO-04 does not apply

  Scenario: A school is not ruled out for the reasons that speak against the police
    Given criminalising law in force: yes
    And a service called "school"
    And for "school", type of service: education
    When advice is asked for
    Then C-VIO-04 applies at once
    And "school" is to be checked first

  Scenario: Somebody threatened with having private matters revealed plans ahead with the worker
    Given threat to reveal private information: yes
    When advice is asked for
    Then C-VIO-05 applies at once
    And C-VIO-05 says what must be done

  Scenario: Somebody under no such threat has nothing of the kind to prepare for
    Given threat to reveal private information: no
    When advice is asked for
    Then C-VIO-05 does not apply

  Scenario: Nobody is asked what others might reveal about them
    Given threat to reveal private information is not known
    When advice is asked for
    Then C-VIO-05 stays undecided and says nothing
    And nobody is asked about threat to reveal private information

  Scenario: Somebody who may be arrested gets a supervisor's advice without being named, even where the law is safe
    Given risk of arrest or detention: yes
    And criminalising law in force: no
    When advice is asked for
    Then C-VIO-06 applies at once
    And C-VIO-06 says what must be done

  Scenario: Somebody at no risk of arrest does not need that advice
    Given risk of arrest or detention: no
    When advice is asked for
    Then C-VIO-06 does not apply

  Scenario: Where neither the law nor the risk of arrest is known, a supervisor is asked and no name is given
    Given risk of arrest or detention is not known
    And criminalising law in force is not known
    When advice is asked for
    Then C-VIO-06 applies at once as a precaution
    And it is worth asking the person about risk of arrest or detention
    And it is worth asking the office about criminalising law in force

  Scenario: Where the law is known to be safe, not knowing about arrest alone does not bring in the supervisor
    Given risk of arrest or detention is not known
    And criminalising law in force: no
    When advice is asked for
    Then C-VIO-06 does not apply

  Scenario: Anybody who tells of violence is offered lasting support, whoever they are
    Given type of incident the person told of: physical violence
    When advice is asked for
    Then C-VIO-07 applies within 72 hours
    And C-VIO-07 says what must be done

  Scenario: Somebody who tells of discrimination alone is not treated as though assaulted
    Given type of incident the person told of: discrimination
    When advice is asked for
    Then C-VIO-07 does not apply

  Scenario: Nobody is questioned about violence they have not spoken of
    Given type of incident the person told of is not known
    When advice is asked for
    Then C-VIO-07 stays undecided and says nothing
    And nobody is asked about type of incident the person told of

  Scenario: Threats and blackmail alone are not answered as an assault would be
    Given type of incident the person told of: threats, blackmail
    When advice is asked for
    Then C-VIO-07 does not apply

  Scenario: After sexual violence health care is offered first, and lasting support within days
    Given type of incident the person told of: sexual violence
    When advice is asked for
    Then C-MR-03 applies at once
    And C-VIO-07 applies within 72 hours

  Scenario: Somebody controlled by others plans a safe meeting and a safe way out
    Given confinement or control by others: yes
    When advice is asked for
    Then C-VIO-08 applies at once
    And C-VIO-08 says what must be done

  Scenario: Somebody free to come and go needs no exit plan
    Given confinement or control by others: no
    When advice is asked for
    Then C-VIO-08 does not apply

  Scenario: The person is asked, alone, whether they can come and go
    Given confinement or control by others is not known
    When advice is asked for
    Then C-VIO-08 says to find out first, at once
    And it is worth asking the person about confinement or control by others

  Scenario: Nobody calls, writes to or visits somebody who is under others' control
    Given confinement or control by others: yes
    And safe way to reach the person: no safe way found
    When advice is asked for
    Then C-DAT-12 applies at once
    And C-VIO-08 applies at once

  Scenario: Somebody harmed by an aid worker keeps receiving aid, away from that worker
    Given harm attributed to an aid worker: yes
    When advice is asked for
    Then C-VIO-09 applies at once
    And C-VIO-09 says what must be done

  Scenario: Where no aid worker is concerned, nobody's duties are changed
    Given harm attributed to an aid worker: no
    When advice is asked for
    Then C-VIO-09 does not apply

  Scenario: Nobody is pressed to say whether an aid worker did them harm
    Given harm attributed to an aid worker is not known
    When advice is asked for
    Then C-VIO-09 stays undecided and says nothing
    And nobody is asked about harm attributed to an aid worker

  Scenario: A concern about an aid worker is passed on, and the person learns beforehand that no name goes with it
    Given harm attributed to an aid worker: yes
    When advice is asked for
    Then C-MR-10 applies at once
    And C-VIO-09 applies at once

  Scenario: Somebody who gets by in a way that harms them is offered other ways, without conditions
    Given harmful exchange to meet basic needs: yes
    When advice is asked for
    Then C-VIO-10 applies within 72 hours
    And C-VIO-10 says what must be done

  Scenario: Somebody who tells of being exploited is offered health care, cash, shelter and income
    Given type of incident the person told of: exploitation
    When advice is asked for
    Then C-VIO-10 applies within 72 hours

  Scenario: Somebody who gets by unharmed has no need of a way out
    Given harmful exchange to meet basic needs: no
    And type of incident the person told of: none
    When advice is asked for
    Then C-VIO-10 does not apply

  Scenario: Nobody is asked how they have been getting by
    Given harmful exchange to meet basic needs is not known
    When advice is asked for
    Then C-VIO-10 stays undecided and says nothing
    And nobody is asked about harmful exchange to meet basic needs

  Scenario: Sexual violence by itself says nothing of how somebody makes a living
    Given harmful exchange to meet basic needs: no
    And type of incident the person told of: sexual violence
    When advice is asked for
    Then C-VIO-10 does not apply

  Scenario: Somebody being forced into a marriage is protected from those who impose it
    Given type of incident the person told of: forced marriage
    When advice is asked for
    Then C-VIO-11 applies at once
    And C-VIO-11 says what must be done

  Scenario: Somebody who tells of discrimination alone is not given a plan against a forced act
    Given type of incident the person told of: discrimination
    When advice is asked for
    Then C-VIO-11 does not apply

  Scenario: Nobody searches a person's story for something that was forced on them
    Given type of incident the person told of is not known
    When advice is asked for
    Then C-VIO-11 stays undecided and says nothing
    And nobody is asked about type of incident the person told of

  Scenario: An adolescent facing a forced marriage has child protection beside them, and the caregiver is not told
    Given age group: adolescent aged 12 to 17
    And type of incident the person told of: forced marriage
    When advice is asked for
    Then C-VIO-11 applies at once
    And C-DIV-01 applies at once
    And C-DIV-02 applies at once

  Scenario: Somebody on whom a medical procedure is forced is protected from those who force it
    Given type of incident the person told of: forced medical procedure
    When advice is asked for
    Then C-VIO-11 applies at once

  Scenario: Somebody whom others try to change by force is protected from them
    Given type of incident the person told of: forced attempt to change the person
    When advice is asked for
    Then C-VIO-11 applies at once

  Scenario: Detention and violence are not planned for as an act that others impose
    Given type of incident the person told of: detention, physical violence
    When advice is asked for
    Then C-VIO-11 does not apply

  Scenario: Somebody who fears the distribution point can receive aid in another way
    Given place that feels unsafe: distribution point
    When advice is asked for
    Then C-VIO-12 applies within 72 hours
    And C-VIO-12 says what should be done

  Scenario: Somebody who finds no place unsafe receives aid like everyone else
    Given place that feels unsafe: none
    When advice is asked for
    Then C-VIO-12 does not apply

  Scenario: Everyone is asked which places feel unsafe, and nobody is asked why
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    And place that feels unsafe is not known
    When advice is asked for
    Then C-VIO-12 says to find out first, within 72 hours
    And it is worth asking the person about place that feels unsafe

  Scenario: Somebody who does not feel safe in a collective shelter can receive help in another place
    Given place that feels unsafe: collective shelter
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at the toilets and washing places can receive help in another way
    Given place that feels unsafe: toilets and washing places
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at a clinic can receive help in another place
    Given place that feels unsafe: clinic
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at a police station can receive help in another place
    Given place that feels unsafe: police station
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at a water point can fetch water at another hour or place
    Given place that feels unsafe: water point
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at school can receive help in another place
    Given place that feels unsafe: school
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe on the way can receive help nearer to them
    Given place that feels unsafe: transport
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe at reception can be received in another place
    Given place that feels unsafe: reception area
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who does not feel safe in any other place can receive help where they do
    Given place that feels unsafe: another place
    When advice is asked for
    Then C-VIO-12 applies within 72 hours

  Scenario: Somebody who has raised a concern hears what became of it
    Given concern or complaint received: yes
    When advice is asked for
    Then C-VIO-13 applies within 72 hours
    And C-VIO-13 says what must be done

  Scenario: Where no concern has been received, there is none to answer
    Given concern or complaint received: no
    When advice is asked for
    Then C-VIO-13 does not apply

  Scenario: Staff check whether a concern was received, so that nobody has to repeat it
    Given immediate danger: no
    And a safe place tonight: yes
    And no services at all
    And concern or complaint received is not known
    When advice is asked for
    Then C-VIO-13 says to find out first, within 72 hours
    And it is worth asking staff about concern or complaint received
