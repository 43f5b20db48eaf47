Feature: Safe place to stay
  For the case worker who looks, together with a person, for a place where that person can sleep safely.
  The scenarios show which places are offered tonight, which are checked first, and which are not recommended.
  The person chooses, a supervisor or specialist reviews, and what is not known never counts as safe.

  Scenario: Somebody without a place for tonight is offered one before anything else
    Given a safe place tonight: no
    When advice is asked for
    Then C-ACC-01 applies at once
    And C-ACC-01 says what must be done

  Scenario: Somebody in danger right now is offered a safe place even though a bed is arranged
    Given immediate danger: yes
    And a safe place tonight: yes
    When advice is asked for
    Then C-ACC-01 applies at once

  Scenario: Somebody who is safe now and tonight is not urged to move
    Given immediate danger: no
    And a safe place tonight: yes
    When advice is asked for
    Then C-ACC-01 does not apply

  Scenario: Somebody who cannot say whether tonight is safe is offered a place all the same
    Given immediate danger: no
    And a safe place tonight is not known
    When advice is asked for
    Then C-ACC-01 applies at once as a precaution
    And it is worth asking the person about a safe place tonight

  Scenario: A bed for tonight does not count as safety while danger may still be near
    Given immediate danger is not known
    And a safe place tonight: yes
    When advice is asked for
    Then C-ACC-01 applies at once as a precaution
    And it is worth asking the person about immediate danger

  Scenario: A person about whom nothing is known is offered a place for tonight
    Given nothing is known
    When advice is asked for
    Then C-ACC-01 applies at once as a precaution

  Scenario: Nobody has to tell what happened to them to be given a bed
    Given a safe place tonight: no
    When advice is asked for
    Then C-ACC-01 applies at once
    But nobody is asked about type of incident the person told of

  Scenario: A place where somebody the person fears stays is not offered, even if it is the only one
    Given a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    When advice is asked for
    Then C-ACC-02 applies at once for "hall"
    And C-ACC-02 says what must not be done for "hall"
    And "hall" is not recommended

  Scenario: A place known to be free of anyone the person fears is not held back
    Given a place to stay called "hall"
    And for "hall", threat source at this place: no
    When advice is asked for
    Then C-ACC-02 does not apply for "hall"

  Scenario: The person is asked whether somebody they fear may be at a place before it is offered
    Given a place to stay called "hall"
    And for "hall", threat source at this place is not known
    When advice is asked for
    Then C-ACC-02 says to find out first, at once for "hall"
    And it is worth asking the person about threat source at this place for "hall"
    And "hall" is to be checked first

  Scenario: Trained staff do not make up for the presence of somebody the person fears
    Given a place to stay called "hall"
    And for "hall", threat source at this place: yes
    And for "hall", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-16 is set aside by C-ACC-02 for "hall"
    And "hall" is not recommended

  Scenario: A shared hall without locks is ranked below places that have a private space
    Given a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", a lockable private space: no
    And for "hall", safe toilets and washing area: yes
    When advice is asked for
    Then C-ACC-03 applies at once for "hall"
    And C-ACC-03 says what should be done for "hall"

  Scenario: A shared hall whose washing places nobody has checked counts as one without safe washing
    Given a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", a lockable private space: yes
    And for "hall", safe toilets and washing area is not known
    When advice is asked for
    Then C-ACC-03 applies at once for "hall"

  Scenario: A shared hall with a locked space for each guest and safe washing is not ranked lower
    Given a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", a lockable private space: yes
    And for "hall", safe toilets and washing area: yes
    When advice is asked for
    Then C-ACC-03 does not apply for "hall"

  Scenario: A place without locks whose kind nobody knows is treated as a shared hall
    Given a place to stay called "hall"
    And for "hall", type of place is not known
    And for "hall", a lockable private space: no
    When advice is asked for
    Then C-ACC-03 applies at once as a precaution for "hall"
    And it is worth asking the provider about type of place for "hall"

  Scenario: A single-sex shelter without a lock is not put below others as a shared hall is
    Given a place to stay called "house"
    And for "house", type of place: single-sex shelter
    And for "house", a lockable private space: no
    When advice is asked for
    Then C-ACC-03 does not apply for "house"

  Scenario: Safe washing does not make up for a lock that nobody has checked
    Given a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", safe toilets and washing area: yes
    When advice is asked for
    Then C-ACC-03 applies at once for "hall"

  Scenario: A shared hall with trained staff but no locks stays possible behind a private flat
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", threat source at this place: no
    And for "hall", respect for stated gender: yes
    And for "hall", place that reveals who stays there: no
    And for "hall", guest list shared with authorities: no
    And for "hall", choice of the person: still deciding
    And for "hall", a lockable private space: no
    And for "hall", trained staff at this place: yes
    And a place to stay called "flat"
    And for "flat", type of place: rented room
    And for "flat", threat source at this place: no
    And for "flat", respect for stated gender: yes
    And for "flat", place that reveals who stays there: no
    And for "flat", guest list shared with authorities: no
    And for "flat", choice of the person: still deciding
    And for "flat", trained staff at this place: yes
    When advice is asked for
    Then "hall" is possible
    And "flat" is preferred

  Scenario: A place that overrides what guests say about themselves is not chosen on anybody's behalf
    Given a place to stay called "hall"
    And for "hall", respect for stated gender: no
    When advice is asked for
    Then C-ACC-04 applies at once for "hall"
    And C-ACC-04 says what must not be done for "hall"
    And "hall" is not recommended

  Scenario: A place that takes every guest at their word is not held back because of its rule
    Given a place to stay called "hall"
    And for "hall", respect for stated gender: yes
    When advice is asked for
    Then C-ACC-04 does not apply for "hall"

  Scenario: The provider is asked how rooms are given to all guests before a place is offered
    Given a place to stay called "hall"
    And for "hall", respect for stated gender is not known
    When advice is asked for
    Then C-ACC-04 says to find out first, at once for "hall"
    And it is worth asking the provider about respect for stated gender for "hall"
    And "hall" is to be checked first

  Scenario: A single-sex shelter is judged by its rule for every guest, not by who stands at the door
    Given a place to stay called "hall"
    And for "hall", type of place: single-sex shelter
    And for "hall", respect for stated gender: yes
    And a place to stay called "hostel"
    And for "hostel", type of place: single-sex shelter
    And for "hostel", respect for stated gender: no
    When advice is asked for
    Then C-ACC-04 does not apply for "hall"
    But C-ACC-04 applies at once for "hostel"

  Scenario: A house rule does not part two who feel safe together
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "hall"
    And for "hall", type of place: single-sex shelter
    And for "hall", permission to stay together: no
    When advice is asked for
    Then C-ACC-05 applies within 72 hours for "hall"
    And C-ACC-05 says what must be done for "hall"
    And "hall" is not recommended

  Scenario: A place where two may share a room is left to the choice of the two
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "flat"
    And for "flat", permission to stay together: yes
    When advice is asked for
    Then C-ACC-05 does not apply for "flat"

  Scenario: Somebody who has not asked to stay with anyone is not questioned about it
    Given immediate danger: no
    And a safe place tonight: yes
    And request to stay together is not known
    And a place to stay called "hall"
    And for "hall", permission to stay together: no
    When advice is asked for
    Then C-ACC-05 does not apply for "hall"
    And C-ACC-06 does not apply
    And nobody is asked about feeling safe with the partner

  Scenario: Two who arrived together are neither parted nor bound to one place until each is asked alone
    Given request to stay together: yes
    And feeling safe with the partner is not known
    And a place to stay called "hall"
    And for "hall", permission to stay together: no
    When advice is asked for
    Then C-ACC-05 says to find out first, within 72 hours for "hall"
    And C-ACC-06 says to find out first, at once
    And it is worth asking the person about feeling safe with the partner

  Scenario: The provider is asked whether any two guests may share a room before two are sent there
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "hall"
    And for "hall", permission to stay together is not known
    When advice is asked for
    Then C-ACC-05 says to find out first, within 72 hours for "hall"
    And it is worth asking the provider about permission to stay together for "hall"

  Scenario: Somebody who does not feel safe with the one they came with is offered a separate place
    Given request to stay together: yes
    And feeling safe with the partner: no
    When advice is asked for
    Then C-ACC-06 applies at once
    And C-ACC-06 says what must be done

  Scenario: Somebody who feels safe with the one they came with is not lodged apart
    Given request to stay together: yes
    And feeling safe with the partner: yes
    When advice is asked for
    Then C-ACC-06 does not apply

  Scenario: Somebody who asked to stay with another is first asked in private whether they feel safe together
    Given request to stay together: yes
    And feeling safe with the partner is not known
    When advice is asked for
    Then C-ACC-06 says to find out first, at once
    And it is worth asking the person about feeling safe with the partner

  Scenario: The safety of one comes before the wish of two to stay together
    Given request to stay together: yes
    And feeling safe with the partner: no
    And a place to stay called "hall"
    And for "hall", permission to stay together: no
    When advice is asked for
    Then C-ACC-06 applies at once
    But C-ACC-05 does not apply for "hall"

  Scenario: Before choosing a house that reveals who stays there, the person hears what being seen may mean
    Given a place to stay called "house"
    And for "house", place that reveals who stays there: yes
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "house"
    And C-ACC-07 says what must be done for "house"

  Scenario: A place that reveals nothing about its guests is offered without a warning
    Given a place to stay called "house"
    And for "house", place that reveals who stays there: no
    When advice is asked for
    Then C-ACC-07 does not apply for "house"

  Scenario: A place whose signs and entrance nobody has looked at is treated as one that reveals who stays there
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And a place to stay called "house"
    And for "house", place that reveals who stays there is not known
    When advice is asked for
    Then C-ACC-07 applies within 72 hours as a precaution for "house"
    And it is worth asking staff about place that reveals who stays there for "house"
    And "house" is to be checked first

  Scenario: Two who may share a room are warned when being seen there could reveal private facts
    Given request to stay together: yes
    And feeling safe with the partner: yes
    And a place to stay called "house"
    And for "house", permission to stay together: yes
    And for "house", place that reveals who stays there: yes
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "house"
    But C-ACC-05 does not apply for "house"

  Scenario: A specialised shelter that reveals who stays there is nobody's default
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "centre"
    And for "centre", type of place: specialised shelter
    And for "centre", threat source at this place: no
    And for "centre", respect for stated gender: yes
    And for "centre", place that reveals who stays there: yes
    And for "centre", guest list shared with authorities: no
    And for "centre", choice of the person: still deciding
    And for "centre", trained staff at this place: yes
    And a place to stay called "flat"
    And for "flat", type of place: rented room
    And for "flat", threat source at this place: no
    And for "flat", respect for stated gender: yes
    And for "flat", place that reveals who stays there: no
    And for "flat", guest list shared with authorities: no
    And for "flat", choice of the person: still deciding
    And for "flat", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-07 applies within 72 hours for "centre"
    And "centre" is possible
    But "flat" is preferred

  Scenario: A hostel whose guest list reaches the authorities is not recommended under a law that punishes
    Given criminalising law in force: yes
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 applies at once for "hostel"
    And C-ACC-08 says what must not be done for "hostel"
    And "hostel" is not recommended

  Scenario: A law nobody has looked into is read as one that punishes
    Given criminalising law in force is not known
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 applies at once for "hostel"

  Scenario: Somebody who fears the authorities is kept off their guest lists, whatever the law says
    Given criminalising law in force: no
    And source of threat: authorities
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 applies at once for "hostel"

  Scenario: A shared guest list is no obstacle where neither the law nor the authorities threaten the person
    Given criminalising law in force: no
    And source of threat: family
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 does not apply for "hostel"

  Scenario: A hostel that keeps its guest list to itself stays open even under a law that punishes
    Given criminalising law in force: yes
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: no
    When advice is asked for
    Then C-ACC-08 does not apply for "hostel"

  Scenario: The provider is asked where guest lists go before anybody is lodged there
    Given a place to stay called "hostel"
    And for "hostel", guest list shared with authorities is not known
    When advice is asked for
    Then C-ACC-08 says to find out first, at once for "hostel"
    And it is worth asking the provider about guest list shared with authorities for "hostel"
    And "hostel" is to be checked first

  Scenario: Where the authorities see the guest list, the person is asked whom they fear
    Given criminalising law in force: no
    And source of threat is not known
    And a place to stay called "hostel"
    And for "hostel", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 says to find out first, at once for "hostel"
    And it is worth asking the person about source of threat

  Scenario: A guest list sent to the authorities rules no place out where they are not the threat and the law is safe
    Given criminalising law in force: no
    And source of threat: armed group or fighter, own community
    And a place to stay called "house"
    And for "house", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-08 does not apply for "house"

  Scenario: An adolescent who arrives alone gets care fit for a child the same day
    Given age group: adolescent aged 12 to 17
    And unaccompanied or separated child: yes
    When advice is asked for
    Then C-ACC-09 applies at once
    And C-ACC-09 says what must be done

  Scenario: A good hotel is not preferred for an adolescent who arrives alone
    Given age group: adolescent aged 12 to 17
    And unaccompanied or separated child: yes
    And a place to stay called "hotel"
    And for "hotel", type of place: short-stay hotel
    And for "hotel", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-16 is set aside by C-ACC-09 for "hotel"
    And "hotel" is to be checked first

  Scenario: A child who is not safe with the caregiver is found other care at once
    Given age group: child aged 5 to 11
    And unaccompanied or separated child: no
    And safety of the child with the caregiver: no
    When advice is asked for
    Then C-ACC-09 applies at once

  Scenario: A child who is safe with the caregiver stays in that care
    Given age group: child aged 5 to 11
    And unaccompanied or separated child: no
    And safety of the child with the caregiver: yes
    When advice is asked for
    Then C-ACC-09 does not apply

  Scenario: An adult is not treated as a child without care
    Given age group: adult aged 18 to 59
    When advice is asked for
    Then C-ACC-09 does not apply

  Scenario: Somebody whose age is not known and who may be a child alone is cared for as one
    Given age group is not known
    And unaccompanied or separated child: yes
    When advice is asked for
    Then C-ACC-09 applies at once as a precaution
    And it is worth asking the person about age group

  Scenario: A child whose caregiver nobody has asked about is treated as being without safe care
    Given age group: child aged 5 to 11
    And unaccompanied or separated child: no
    And safety of the child with the caregiver is not known
    When advice is asked for
    Then C-ACC-09 applies at once as a precaution

  Scenario: Until it is known who cares for an adolescent, trained staff do not put a place first
    Given age group: adolescent aged 12 to 17
    And a place to stay called "house"
    And for "house", address kept confidential: yes
    And for "house", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-09 applies at once as a precaution
    And C-ACC-16 is set aside by C-ACC-09 for "house"

  Scenario: A flat that lacks the support somebody needs is adapted or exchanged for another
    Given need for disability support: yes
    And a place to stay called "flat"
    And for "flat", accessible building and facilities: no
    When advice is asked for
    Then C-ACC-10 applies within 72 hours for "flat"
    And C-ACC-10 says what must be done for "flat"

  Scenario: A building that is hard to enter stays on offer to somebody who needs no such support
    Given need for disability support: no
    And a place to stay called "flat"
    And for "flat", accessible building and facilities: no
    When advice is asked for
    Then C-ACC-10 does not apply for "flat"

  Scenario: A building nobody has looked at is checked against the support the person asks for
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And need for disability support: yes
    And a place to stay called "flat"
    And for "flat", accessible building and facilities is not known
    When advice is asked for
    Then C-ACC-10 says to find out first, within 72 hours for "flat"
    And it is worth asking the provider about accessible building and facilities for "flat"

  Scenario: The person is asked what support they need before a building that is hard to enter is chosen
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And need for disability support is not known
    And a place to stay called "flat"
    And for "flat", accessible building and facilities: no
    When advice is asked for
    Then C-ACC-10 says to find out first, within 72 hours for "flat"
    And it is worth asking the person about need for disability support

  Scenario: Nobody is asked to give up accessibility in exchange for safety
    Given need for disability support: yes
    And a place to stay called "house"
    And for "house", threat source at this place: no
    And for "house", accessible building and facilities: no
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    And for "hall", accessible building and facilities: yes
    When advice is asked for
    Then C-ACC-10 applies within 72 hours for "house"
    And C-ACC-02 applies at once for "hall"

  Scenario: The person's no to a place is respected
    Given a place to stay called "hall"
    And for "hall", choice of the person: declines the place
    When advice is asked for
    Then C-ACC-11 applies as routine for "hall"
    And C-ACC-11 says what must be done for "hall"
    And "hall" is not recommended

  Scenario: Somebody who is still deciding is not asked again
    Given a place to stay called "hall"
    And for "hall", choice of the person: still deciding
    When advice is asked for
    Then C-ACC-11 does not apply for "hall"
    And nobody is asked about choice of the person

  Scenario: Nobody is placed anywhere before their own choice is known
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And a place to stay called "hall"
    And for "hall", choice of the person is not known
    When advice is asked for
    Then C-ACC-11 says to find out first, as routine for "hall"
    And it is worth asking the person about choice of the person for "hall"
    And "hall" is to be checked first

  Scenario: Trained staff are no reason to recommend again a place the person has declined
    Given threat source with access to the person: no
    And a place to stay called "hall"
    And for "hall", choice of the person: declines the place
    And for "hall", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-16 is set aside by C-ACC-11 for "hall"

  Scenario: A no to one hall leaves the offer of a place for tonight standing
    Given a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", choice of the person: declines the place
    When advice is asked for
    Then C-ACC-11 applies as routine for "hall"
    And C-ACC-01 applies at once

  Scenario: The supervisor is called the same day when none of the listed places will do
    Given a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    And a place to stay called "hostel"
    And for "hostel", choice of the person: declines the place
    When advice is asked for
    Then C-ACC-12 applies at once
    And C-ACC-12 says what must be done

  Scenario: The supervisor is called the same day when there is no place at all
    Given a safe place tonight: no
    And no places to stay at all
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Not knowing whether tonight is safe is enough to call the supervisor when there is no place at all
    Given immediate danger: no
    And a safe place tonight is not known
    And no places to stay at all
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: No lack of places is raised with the supervisor while one of them will do
    Given a safe place tonight: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    And a place to stay called "flat"
    And for "flat", type of place: rented room
    And for "flat", threat source at this place: no
    And for "flat", respect for stated gender: yes
    And for "flat", place that reveals who stays there: no
    And for "flat", guest list shared with authorities: no
    And for "flat", choice of the person: still deciding
    When advice is asked for
    Then C-ACC-12 does not apply

  Scenario: No emergency search begins for somebody who is safe now and tonight
    Given immediate danger: no
    And a safe place tonight: yes
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    When advice is asked for
    Then C-ACC-12 does not apply

  Scenario: What is open about the last remaining flat is found out today
    Given a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", threat source at this place: yes
    And a place to stay called "flat"
    When advice is asked for
    Then C-ACC-12 says to find out first, at once
    And it is worth asking the person about threat source at this place for "flat"

  Scenario: A list of places is sought at once where none is at hand
    Given a safe place tonight: no
    When advice is asked for
    Then C-ACC-12 says to find out first, at once

  Scenario: Where the only place is a shared hall without a lock, the supervisor is called the same day
    Given a safe place tonight: no
    And a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", a lockable private space: no
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Where the only place ignores the gender that somebody states, the supervisor is called the same day
    Given a safe place tonight: no
    And a place to stay called "house"
    And for "house", respect for stated gender: no
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Where the only place gives its guest list to a threatening authority, the supervisor is called the same day
    Given a safe place tonight: no
    And source of threat: authorities
    And a place to stay called "house"
    And for "house", guest list shared with authorities: yes
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Where the only place does not suit the children somebody brings, the supervisor is called the same day
    Given a safe place tonight: no
    And dependant with the person: yes
    And a place to stay called "house"
    And for "house", place suitable for children: no
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Where the only place has an address that the threat can reach, the supervisor is called the same day
    Given a safe place tonight: no
    And threat source with access to the person: yes
    And a place to stay called "flat"
    And for "flat", address kept confidential: no
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: A bed for tonight is not enough while danger is not ruled out and no place is on the list
    Given a safe place tonight: yes
    And no places to stay at all
    When advice is asked for
    Then C-ACC-12 applies at once

  Scenario: Somebody who stays where washing is unsafe is offered a toilet and washing place that lock
    Given a place to stay called "hall"
    And for "hall", type of place: current place of stay
    And for "hall", safe toilets and washing area: no
    When advice is asked for
    Then C-ACC-13 applies within 72 hours for "hall"
    And C-ACC-13 says what should be done for "hall"

  Scenario: Washing is made safe at a hotel the person has agreed to
    Given a place to stay called "hotel"
    And for "hotel", type of place: short-stay hotel
    And for "hotel", choice of the person: accepts the place
    And for "hotel", safe toilets and washing area: no
    When advice is asked for
    Then C-ACC-13 applies within 72 hours for "hotel"

  Scenario: No washing place is arranged at a hotel the person has not chosen
    Given a place to stay called "hotel"
    And for "hotel", type of place: short-stay hotel
    And for "hotel", choice of the person: still deciding
    And for "hotel", safe toilets and washing area: no
    When advice is asked for
    Then C-ACC-13 does not apply for "hotel"

  Scenario: Washing places nobody has checked where the person stays are treated as unsafe
    Given immediate danger: no
    And a safe place tonight: yes
    And source of threat: none
    And a place to stay called "hall"
    And for "hall", type of place: current place of stay
    And for "hall", safe toilets and washing area is not known
    When advice is asked for
    Then C-ACC-13 applies within 72 hours as a precaution for "hall"
    And it is worth asking the provider about safe toilets and washing area for "hall"

  Scenario: No washing place is set up where somebody has declined to stay
    Given a place to stay called "hall"
    And for "hall", type of place: collective shelter
    And for "hall", safe toilets and washing area: no
    And for "hall", choice of the person: declines the place
    When advice is asked for
    Then C-ACC-13 does not apply for "hall"

  Scenario: The place where somebody stays is possible while its washing place is made safe
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "house"
    And for "house", type of place: current place of stay
    And for "house", threat source at this place: no
    And for "house", respect for stated gender: yes
    And for "house", place that reveals who stays there: no
    And for "house", guest list shared with authorities: no
    And for "house", choice of the person: still deciding
    And for "house", trained staff at this place: yes
    And for "house", safe toilets and washing area: no
    When advice is asked for
    Then C-ACC-13 applies within 72 hours for "house"
    And "house" is possible

  Scenario: Children who come with their carer are not housed in a place unfit for them
    Given dependant with the person: yes
    And a place to stay called "hall"
    And for "hall", place suitable for children: no
    When advice is asked for
    Then C-ACC-14 applies at once for "hall"
    And C-ACC-14 says what must not be done for "hall"
    And "hall" is not recommended

  Scenario: A place unfit for children stays open to an adult with nobody in their care
    Given age group: adult aged 18 to 59
    And dependant with the person: no
    And a place to stay called "hall"
    And for "hall", place suitable for children: no
    When advice is asked for
    Then C-ACC-14 does not apply for "hall"

  Scenario: Whether a place is fit for children is found out before a family with children is sent there
    Given dependant with the person: yes
    And a place to stay called "hall"
    And for "hall", place suitable for children is not known
    When advice is asked for
    Then C-ACC-14 says to find out first, at once for "hall"
    And it is worth asking the provider about place suitable for children for "hall"
    And "hall" is to be checked first

  Scenario: The person is asked who depends on them before a place unfit for children is offered
    Given dependant with the person is not known
    And a place to stay called "hall"
    And for "hall", place suitable for children: no
    When advice is asked for
    Then C-ACC-14 says to find out first, at once for "hall"
    And it is worth asking the person about dependant with the person

  Scenario: A place with a known address is not recommended to somebody whom the one they fear can reach
    Given threat source with access to the person: yes
    And a place to stay called "flat"
    And for "flat", address kept confidential: no
    When advice is asked for
    Then C-ACC-15 applies at once for "flat"
    And C-ACC-15 says what must not be done for "flat"
    And "flat" is not recommended

  Scenario: A place that keeps its address to itself stays open to somebody whom the one they fear can reach
    Given threat source with access to the person: yes
    And a place to stay called "flat"
    And for "flat", address kept confidential: yes
    When advice is asked for
    Then C-ACC-15 does not apply for "flat"

  Scenario: A known address is no obstacle for somebody whom nobody they fear can reach
    Given threat source with access to the person: no
    And a place to stay called "flat"
    And for "flat", address kept confidential: no
    When advice is asked for
    Then C-ACC-15 does not apply for "flat"

  Scenario: An address is treated as known until it is clear who is told of it
    Given threat source with access to the person: yes
    And a place to stay called "flat"
    And for "flat", address kept confidential is not known
    When advice is asked for
    Then C-ACC-15 applies at once as a precaution for "flat"
    And it is worth asking the provider about address kept confidential for "flat"
    And "flat" is to be checked first

  Scenario: Nobody is sent to a known address before it is clear whether the one they fear can reach them
    Given threat source with access to the person is not known
    And a place to stay called "flat"
    And for "flat", address kept confidential: no
    When advice is asked for
    Then C-ACC-15 applies at once as a precaution for "flat"
    And it is worth asking the person about threat source with access to the person

  Scenario: Trained staff do not make up for an address that may be known
    Given threat source with access to the person: yes
    And a place to stay called "flat"
    And for "flat", address kept confidential is not known
    And for "flat", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-16 is set aside by C-ACC-15 for "flat"
    And "flat" is to be checked first

  Scenario: Between two places otherwise equal, the one with trained staff is preferred
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "flat"
    And for "flat", type of place: rented room
    And for "flat", threat source at this place: no
    And for "flat", respect for stated gender: yes
    And for "flat", place that reveals who stays there: no
    And for "flat", guest list shared with authorities: no
    And for "flat", choice of the person: still deciding
    And for "flat", trained staff at this place: yes
    And a place to stay called "house"
    And for "house", type of place: rented room
    And for "house", threat source at this place: no
    And for "house", respect for stated gender: yes
    And for "house", place that reveals who stays there: no
    And for "house", guest list shared with authorities: no
    And for "house", choice of the person: still deciding
    And for "house", trained staff at this place: no
    When advice is asked for
    Then C-ACC-16 applies as routine for "flat"
    And C-ACC-16 says what should be done for "flat"
    And "flat" is preferred
    But "house" is possible

  Scenario: A place whose staff are not trained loses nothing but first rank
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "house"
    And for "house", type of place: rented room
    And for "house", threat source at this place: no
    And for "house", respect for stated gender: yes
    And for "house", place that reveals who stays there: no
    And for "house", guest list shared with authorities: no
    And for "house", choice of the person: still deciding
    And for "house", trained staff at this place: no
    When advice is asked for
    Then C-ACC-16 does not apply for "house"
    And "house" is possible

  Scenario: Training of which nothing is known neither lifts a place nor raises a question
    Given age group: adult aged 18 to 59
    And need for disability support: no
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "house"
    And for "house", type of place: rented room
    And for "house", threat source at this place: no
    And for "house", respect for stated gender: yes
    And for "house", place that reveals who stays there: no
    And for "house", guest list shared with authorities: no
    And for "house", choice of the person: still deciding
    And for "house", trained staff at this place is not known
    When advice is asked for
    Then C-ACC-16 stays undecided and says nothing for "house"
    And "house" is possible
    And nobody is asked about trained staff at this place

  Scenario: A flat with steps that somebody cannot climb is possible, and others are put before it
    Given age group: adult aged 18 to 59
    And need for disability support: yes
    And dependant with the person: no
    And threat source with access to the person: no
    And a place to stay called "flat"
    And for "flat", type of place: rented room
    And for "flat", threat source at this place: no
    And for "flat", respect for stated gender: yes
    And for "flat", place that reveals who stays there: no
    And for "flat", guest list shared with authorities: no
    And for "flat", choice of the person: still deciding
    And for "flat", trained staff at this place: yes
    And for "flat", accessible building and facilities: no
    When advice is asked for
    Then "flat" is possible

  Scenario: A place with trained staff is still checked first while it is open who stays there
    Given threat source with access to the person: no
    And a place to stay called "hall"
    And for "hall", threat source at this place is not known
    And for "hall", trained staff at this place: yes
    When advice is asked for
    Then C-ACC-16 applies as routine for "hall"
    But "hall" is to be checked first

  Scenario: A hall nobody has visited is checked, not ruled out
    Given a place to stay called "hall"
    When advice is asked for
    Then "hall" is to be checked first

  Scenario: Where almost nothing is known, only what tonight needs is asked
    Given a place to stay called "hall"
    When advice is asked for
    Then it is worth asking the person about threat source at this place for "hall"
    But nobody is asked about place that reveals who stays there
    And nobody is asked about accessible building and facilities
