package telephony.adapters.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import telephony.lead.Lead;
import telephony.lead.LeadPort;
import telephony.lead.LeadQuery;
import telephony.lead.Meeting;
import telephony.store.StoreUnavailableException;
import telephony.testkit.Calls;
import telephony.testkit.LeadPortContract;

/** Leads in every store. */
class LeadsOfStoresTest extends AllStores {

    private final AtomicInteger made = new AtomicInteger();

    @Nested
    class InMemory implements LeadPortContract {
        @Override
        public LeadPort newLeads() {
            return new InMemoryLeads(LeadsOfStoresTest.this::id);
        }
    }

    @Nested
    class InH2 implements LeadPortContract {
        @Override
        public LeadPort newLeads() {
            return new JdbcLeads(databases.h2Tables(folder, clock), LeadsOfStoresTest.this::id);
        }
    }

    @Nested
    class InPostgres implements LeadPortContract {
        @Override
        public LeadPort newLeads() {
            return new JdbcLeads(databases.postgresTables(clock), LeadsOfStoresTest.this::id);
        }
    }

    @Nested
    class InRedis implements LeadPortContract {
        @Override
        public LeadPort newLeads() {
            return redis.open(RedisStores.empty(), clock).leads(LeadsOfStoresTest.this::id);
        }
    }

    private String id() {
        return "lead-%06d".formatted(made.incrementAndGet());
    }

    private static Meeting meeting(String number, String callKey) {
        return new Meeting("acme", number, "Ann", "spring", callKey, Calls.START);
    }

    @Test
    void leadsAndWhichCallsWereCountedShouldOutliveTheProcess() {
        JdbcSettings settings = JdbcSettings.h2(folder.resolve("kept"));
        Lead lead;
        try (JdbcStores first = new JdbcStores()) {
            first.migrated(settings, clock);
            lead = new JdbcLeads(first.database(settings), this::id).met(meeting("+15551230001", "call1"));
        }

        databases.migrated(settings, clock);

        LeadPort leads = new JdbcLeads(databases.database(settings), this::id);
        assertThat(leads.met(meeting("+15551230001", "call1"))).isEqualTo(lead);
        assertThat(leads.find(lead.id())).contains(lead);
    }

    @Test
    void memoryShouldForgetWhoWasToldOfLongestAgoWhenItIsFull() {
        LeadPort leads = new InMemoryLeads(this::id);
        Lead first = leads.met(meeting("n0", "call"));
        Lead second = leads.met(meeting("n1", "call"));
        leads.met(meeting("n0", "call2"));

        for (int i = 2; i <= InMemoryLeads.MAX_LEADS; i++) {
            leads.met(meeting("n" + i, "call"));
        }

        assertThat(leads.find(second.id())).isEmpty();
        assertThat(leads.find(first.id())).isPresent();
    }

    @Test
    void aLeadThatNobodyCanReadShouldNotLookAsIfItWereNotThere() {
        RedisSettings settings = RedisStores.empty();
        LeadPort leads = redis.open(settings, clock).leads(this::id);
        Lead lead = leads.met(meeting("+15551230001", "call1"));
        RedisStores.tellShared(
                operator -> operator.hset("{" + settings.name() + "}:lead:" + lead.id(), "calls", "many"));

        assertThatThrownBy(() -> leads.find(lead.id()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(lead.id());
        assertThatThrownBy(() -> LeadCodec.read("lead-1", 1, "{\"format\":2}"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("lead-1");
        assertThatThrownBy(() -> leads.page(new LeadQuery(null, null, null, 5, null)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    /** The form in which leads stand in databases: a change of it is a change for everybody's. */
    @Test
    void theFormOfALeadShouldNotChangeUnnoticed() {
        assertThat(LeadCodec.write(Lead.first("lead-1", meeting("+15551230001", "call1"))))
                .isEqualTo("{\"format\":1,\"tenantId\":\"acme\",\"number\":\"+15551230001\",\"name\":\"Ann\","
                        + "\"campaignId\":\"spring\",\"calls\":1,\"firstAt\":1795255200000,\"lastAt\":1795255200000}");
    }
}
